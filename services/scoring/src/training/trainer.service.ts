import { Database, LeasedTrainer } from "@interlude/infra-postgres";
import { LOGGER, type Logger, SETTINGS } from "@interlude/infra-runtime";
import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  Optional,
} from "@nestjs/common";
import type { ScoringSettings } from "../settings.js";
import { fitLinkModel } from "./fit-thread.js";
import { type FitOutcome, type OpenTraining, TrainingsRepository } from "./trainings.repository.js";

type TrainerSettings = Pick<ScoringSettings, "feedbackWeight"> & { readonly databaseUrl: string };

/** Fits the link models of pending trainings. */
@Injectable()
export class Trainer implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #trainer: LeasedTrainer<OpenTraining, FitOutcome>;

  constructor(
    database: Database,
    trainings: TrainingsRepository,
    @Inject(SETTINGS) { databaseUrl, feedbackWeight }: TrainerSettings,
    @Inject(LOGGER) logger: Pick<Logger, "info" | "warn" | "error">,
    @Optional() fit: typeof fitLinkModel = fitLinkModel,
  ) {
    this.#trainer = new LeasedTrainer(database, logger, {
      lease: "link training",
      open: () => trainings.open(database),
      fit: (training, signal) => fit(databaseUrl, { ...training, feedbackWeight }, signal),
      save: (training, outcome) => trainings.outcomes.save(database, training.id, outcome),
      failed: (reason) => ({ kind: "failed", code: "LINK_TRAINING_FAILED", reason }),
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
}
