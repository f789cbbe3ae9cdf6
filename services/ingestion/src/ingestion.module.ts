import {
  CODEC,
  EVENT_LOG,
  LOGGER,
  type Logger,
  SETTINGS,
  StatusReporter,
  WorkProgress,
} from "@interlude/infra-runtime";
import { type Codec, type EventLog, StageMetrics } from "@interlude/stage";
import { Module, type Provider } from "@nestjs/common";
import { type IngestionConfiguration, ingestionConfiguration } from "./configuration.js";
import { createReplicationLoop } from "./create-replication-loop.js";
import { DeadLetterRepository } from "./dead-letters/dead-letter.repository.js";
import { EpochRepository } from "./history/epoch.repository.js";
import { IngestionLease } from "./history/ingestion-lease.js";
import { IngestionService } from "./ingestion.service.js";
import { createStatusPublisher } from "./status/create-status-publisher.js";
import { StatusPublisher } from "./status/status-publisher.js";
import { StatusReport } from "./status/status-report.js";
import { StreamAppender } from "./writer/stream-appender.js";
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
  DeadLetterRepository,
  IngestionLease,
  {
    provide: StreamAppender,
    useFactory: (log: EventLog, lease: IngestionLease) =>
      new StreamAppender({ log, confirm: () => lease.confirm() }),
    inject: [EVENT_LOG, IngestionLease],
  },
  { provide: StatusPublisher, useFactory: createStatusPublisher, inject: [StreamAppender, CODEC, LOGGER] },
  {
    provide: StatusReport,
    useFactory: (
      reporter: StatusReporter,
      metrics: StageMetrics,
      logger: Logger,
      publisher: StatusPublisher,
      work: WorkProgress,
    ) =>
      new StatusReport({
        reporter,
        metrics,
        work,
        logger,
        publish: (status) => publisher.publish(status),
        now: Date.now,
      }),
    inject: [StatusReporter, StageMetrics, LOGGER, StatusPublisher, WorkProgress],
  },
  {
    provide: REPLICATION_LOOP,
    useFactory: (
      configuration: IngestionConfiguration,
      log: EventLog,
      codec: Codec,
      appender: StreamAppender,
      store: EpochRepository,
      letters: DeadLetterRepository,
      report: StatusReport,
      logger: Logger,
    ) => createReplicationLoop({ configuration, log, codec, appender, store, letters, report, logger }),
    inject: [
      INGESTION_CONFIGURATION,
      EVENT_LOG,
      CODEC,
      StreamAppender,
      EpochRepository,
      DeadLetterRepository,
      StatusReport,
      LOGGER,
    ],
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
