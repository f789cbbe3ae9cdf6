import type { TrainingOptions } from "@interlude/core-tracks";
import { Database, LeasedTrainer } from "@interlude/infra-postgres";
import { LOGGER, type Logger, SETTINGS } from "@interlude/infra-runtime";
import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  Optional,
} from "@nestjs/common";
import type { FitOutcome } from "./fit-outcome.js";
import { fitGenerationModels } from "./fit-thread.js";
import type { FitProgress } from "./fit-worker.js";
import { TrainingMetrics } from "./training-metrics.js";
import type { TrainingSettings } from "./training-settings.js";
import { type OpenTraining, TrainingsRepository } from "./trainings.repository.js";

const PASSES_A_LOG_LINE = 50;
const MEBIBYTE = 2 ** 20;

type TrainerSettings = Pick<TrainingSettings, "trainingTracks" | "trainingSteps" | "trainingMemory"> & {
  readonly databaseUrl: string;
};

/** Fits the models of pending trainings. */
@Injectable()
export class Trainer implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #trainer: LeasedTrainer<OpenTraining, FitOutcome>;
  #backend = "none";

  constructor(
    database: Database,
    trainings: TrainingsRepository,
    private readonly metrics: TrainingMetrics,
    @Inject(SETTINGS) settings: TrainerSettings,
    @Inject(LOGGER) private readonly logger: Pick<Logger, "info" | "warn" | "error">,
    @Optional() fit: typeof fitGenerationModels = fitGenerationModels,
  ) {
    const network: Partial<TrainingOptions> = {
      steps: settings.trainingSteps,
      memoryBytes: settings.trainingMemory * MEBIBYTE,
    };
    const { databaseUrl, trainingTracks: mostTracks } = settings;
    this.#trainer = new LeasedTrainer(database, logger, {
      lease: "track training",
      open: () => trainings.open(database),
      fit: ({ id, epoch }, signal) =>
        fit({ databaseUrl, id, seed: `epoch ${epoch}`, mostTracks, network }, signal, (progress) =>
          this.#show(progress),
        ),
      save: async ({ id }, outcome) => {
        await trainings.outcomes.save(database, id, outcome);
        this.metrics.trainings.inc({ backend: this.#backend, outcome: outcome.kind });
      },
      failed: (reason) => ({ kind: "failed", code: "TRACK_TRAINING_FAILED", reason }),
    });
  }

  onApplicationBootstrap(): void {
    this.#trainer.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.#trainer.stop();
  }

  /** Fits the pending training, if there is one and no other replica is at it. */
  fitPending(): Promise<void> {
    return this.#trainer.fitPending();
  }

  #show(progress: FitProgress): void {
    switch (progress.kind) {
      case "begun":
        this.#backend = progress.backend;
        this.logger.info(progress, "a training goes on");
        return;
      case "pass":
        this.metrics.show(progress.report);
        if (progress.report.pass % PASSES_A_LOG_LINE === 0) {
          const { calibration: _, ...report } = progress.report;
          this.logger.info(report, "training");
        }
        return;
      case "collapse":
        this.metrics.collapses.inc();
        this.logger.warn(progress, "the posterior collapsed");
        return;
      case "checkpoint-refused":
        this.logger.warn(progress, "a training begins anew, its checkpoint cannot be used");
    }
  }
}
