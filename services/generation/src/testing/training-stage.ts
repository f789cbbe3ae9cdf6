import type { Database } from "@interlude/infra-postgres";
import { StatusReporter } from "@interlude/infra-runtime";
import { readSettings } from "@interlude/infra-runtime/settings";
import { type Recording, type TestDatabase, recordingContext } from "@interlude/infra-testing";
import { StageMetrics } from "@interlude/stage";
import type { CatalogTrack } from "@interlude/contracts";
import { ArtistProfilesRepository } from "../inputs/artist-profiles.repository.js";
import { TracksRepository } from "../inputs/tracks.repository.js";
import { TrainingInputsRepository } from "../inputs/training-inputs.repository.js";
import { TrainedModelsRepository } from "../models/trained-models.repository.js";
import { TotalsRepository } from "../totals.repository.js";
import type { fitGenerationModels } from "../training/fit-thread.js";
import { Trainer } from "../training/trainer.service.js";
import { TrainingMetrics } from "../training/training-metrics.js";
import { type TrainingSettings, trainingSettings } from "../training/training-settings.js";
import { TrainingService } from "../training/training.service.js";
import { TrainingsRepository } from "../training/trainings.repository.js";

/** A trainer of one replica, without Nest. */
export function trainer(
  { database, url }: Pick<TestDatabase, "database" | "url">,
  options: { steps?: number; fit?: typeof fitGenerationModels; onLog?: (fields: object) => void } = {},
): Trainer {
  const log = options.onLog ?? (() => {});
  return new Trainer(
    database,
    new TrainingsRepository(),
    new TrainingMetrics(new StageMetrics("generation")),
    { databaseUrl: url, trainingTracks: 1000, trainingSteps: options.steps ?? 60, trainingMemory: 256 },
    { info: log, warn: log, error: log },
    options.fit,
  );
}

/** Training of one replica, driven by hand. */
export class TrainingStage {
  readonly reporter = new StatusReporter();
  readonly recording: Recording = { published: [], rejected: [] };
  readonly #service: TrainingService;
  readonly #tracks = new TracksRepository();
  #epoch = 0;

  constructor(
    private readonly database: Database,
    options: Partial<TrainingSettings> = {},
  ) {
    this.#service = new TrainingService(
      new TrainedModelsRepository(),
      new TrainingsRepository(),
      new TrainingInputsRepository(),
      new TotalsRepository(),
      this.reporter,
      { ...readSettings(trainingSettings, {}), ...options },
    );
  }

  /** Takes tracks in, and completes the epoch. */
  complete(tracks: ReadonlyMap<string, CatalogTrack> = new Map()) {
    this.#epoch += 1;
    return this.database.transaction(async (transaction) => {
      const change = await this.#tracks.write(transaction, [...tracks.values()]);
      await new ArtistProfilesRepository().change(transaction, change);
      await new TotalsRepository().add(transaction, { tracks: change.come.length - change.gone.length });
      const context = recordingContext(transaction, this.recording);
      const inUse = await this.#service.inForceFrom(this.#epoch, context);
      await this.#service.noteWhenDue(this.#epoch, context);
      return inUse;
    });
  }

  /** What can be decided without another epoch. */
  background() {
    return this.database.transaction((transaction) =>
      this.#service.decideInBackground(this.#epoch, recordingContext(transaction, this.recording)),
    );
  }

  get note(): string | null {
    return this.reporter.read().note;
  }
}

/** Brings the tables of training back to their beginning. */
export async function resetTraining(database: Database): Promise<void> {
  await database.transaction((transaction) =>
    transaction.run([
      `truncate tracks, artist_profiles, artist_years, touched_artists, kept_epoch, superseded_rows, model_artifacts,
         trained_models, trainings, training_checkpoints, training_requests`,
      "update models_state set serving_model_id = null, tracks_at_training = null",
      "update totals set tracks = 0",
    ]),
  );
}
