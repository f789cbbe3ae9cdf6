import { CODEC, EVENT_LOG, LOGGER, type Logger, SETTINGS, StatusReporter } from "@interlude/infra-runtime";
import { StageMetrics } from "@interlude/stage";
import { Module, type Provider } from "@nestjs/common";
import { ingestionConfiguration } from "./configuration.js";
import { createReplicationLoop } from "./create-replication-loop.js";
import { EpochRepository } from "./history/epoch.repository.js";
import { IngestionService } from "./ingestion.service.js";
import { createStatusPublisher } from "./status/create-status-publisher.js";
import { StatusPublisher } from "./status/status-publisher.js";
import { StatusReport } from "./status/status-report.js";
import { END_PROCESS, type EndProcess, INGESTION_CONFIGURATION, REPLICATION_LOOP } from "./tokens.js";

/** Ends as SIGTERM does, so that what is open is closed. */
const endProcess: EndProcess = (exitCode) => {
  process.exitCode = exitCode;
  process.kill(process.pid, "SIGTERM");
};

/** Ingestion, given its configuration and a way to end the process. */
export const INGESTION_PROVIDERS: Provider[] = [
  IngestionService,
  EpochRepository,
  { provide: StatusPublisher, useFactory: createStatusPublisher, inject: [EVENT_LOG, CODEC, LOGGER] },
  {
    provide: StatusReport,
    useFactory: (
      reporter: StatusReporter,
      metrics: StageMetrics,
      logger: Logger,
      publisher: StatusPublisher,
    ) =>
      new StatusReport({
        reporter,
        metrics,
        logger,
        publish: (status) => publisher.publish(status),
        now: Date.now,
      }),
    inject: [StatusReporter, StageMetrics, LOGGER, StatusPublisher],
  },
  {
    provide: REPLICATION_LOOP,
    useFactory: createReplicationLoop,
    inject: [INGESTION_CONFIGURATION, EVENT_LOG, CODEC, EpochRepository, StatusReport, LOGGER],
  },
];

@Module({
  providers: [
    ...INGESTION_PROVIDERS,
    { provide: INGESTION_CONFIGURATION, useFactory: ingestionConfiguration, inject: [SETTINGS] },
    { provide: END_PROCESS, useValue: endProcess },
  ],
})
export class IngestionModule {}
