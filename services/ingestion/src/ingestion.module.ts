import { SETTINGS } from "@interlude/infra-runtime";
import { Module } from "@nestjs/common";
import { ingestionConfiguration } from "./configuration.js";
import { EpochRepository } from "./history/epoch.repository.js";
import {
  END_PROCESS,
  type EndProcess,
  INGESTION_CONFIGURATION,
  IngestionService,
} from "./ingestion.service.js";

/** Ends as SIGTERM does, so that what is open is closed. */
const endProcess: EndProcess = (exitCode) => {
  process.exitCode = exitCode;
  process.kill(process.pid, "SIGTERM");
};

@Module({
  providers: [
    IngestionService,
    EpochRepository,
    { provide: INGESTION_CONFIGURATION, useFactory: ingestionConfiguration, inject: [SETTINGS] },
    { provide: END_PROCESS, useValue: endProcess },
  ],
})
export class IngestionModule {}
