import { type Marker, topics } from "@interlude/contracts";
import { TracksError, type TrackModel, parseTrackModel, serializeTrackModel } from "@interlude/core-tracks";
import type { PostgresContext, Transaction } from "@interlude/infra-postgres";
import { LOGGER, StatusReporter, type Logger } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";
import { TracksRepository } from "../inputs/tracks.repository.js";
import { TotalsRepository } from "../totals.repository.js";
import { ModelsRepository, type StoredModel } from "./models.repository.js";
import { TrackModelTrainer } from "./track-model.trainer.js";
import { trainingIsDue } from "./training-policy.js";

/** What a record has of models that are artifacts; this one is in the record. */
const OF_ARTIFACTS = {
  kind: "vae",
  status: "IN_FORCE",
  refusalCode: null,
  refusal: null,
  takesOverAtEpoch: null,
  contentHash: null,
  contentSize: null,
  cause: "",
  seed: "",
  counts: {},
  columns: [],
  conditions: [],
  gates: [],
  passes: [],
  calibration: [],
  collapses: [],
};

interface ModelInUse {
  /** `null` while there is nothing to train on. */
  readonly model: TrackModel | null;
  /** Whether it replaces another, or is the first. */
  readonly isNew: boolean;
}

/** A model of the store that this build can read, or why it cannot. */
type Loaded =
  | { readonly kind: "none" }
  | { readonly kind: "readable"; readonly stored: StoredModel; readonly model: TrackModel }
  | { readonly kind: "unreadable"; readonly stored: StoredModel; readonly problem: TracksError };

/** Decides which model makes the tracks of an epoch, and trains it when it is due. */
@Injectable()
export class TrackModelService {
  /** The model in use, parsed; the store has whether it still is. */
  #parsed: TrackModel | null = null;

  constructor(
    private readonly models: ModelsRepository,
    private readonly tracks: TracksRepository,
    private readonly totals: TotalsRepository,
    private readonly trainer: TrackModelTrainer,
    private readonly reporter: StatusReporter,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * The model that makes the tracks of an epoch. One that this build cannot read, because another build stored it with
   * another format or other features, is replaced as soon as there is enough to train on; until then there is none.
   */
  async modelFor(marker: Marker, context: PostgresContext): Promise<ModelInUse> {
    const { transaction } = context;
    const loaded = await this.#load(transaction);
    const { tracks } = await this.totals.read(transaction);
    const trainedOn = loaded.kind === "readable" ? loaded.stored.catalogueTracks : null;
    if (trainingIsDue(tracks, trainedOn)) {
      const model = await this.#train(marker, tracks, context);
      if (model !== null) {
        return { model, isNew: loaded.kind !== "readable" || model.id !== loaded.model.id };
      }
    }
    if (loaded.kind === "readable") {
      this.#noteModel(loaded.stored);
      return { model: loaded.model, isNew: false };
    }
    this.#noteNone(marker, tracks, loaded);
    if (loaded.kind === "unreadable") await this.models.removeAll(transaction);
    return { model: null, isNew: false };
  }

  /** The model in use; null if there is none that this build can read. */
  async current(transaction: Transaction): Promise<TrackModel | null> {
    const loaded = await this.#load(transaction);
    return loaded.kind === "readable" ? loaded.model : null;
  }

  async #load(transaction: Transaction): Promise<Loaded> {
    const stored = await this.models.current(transaction);
    if (stored === null) return { kind: "none" };
    if (this.#parsed?.id !== stored.modelId) {
      try {
        this.#parsed = parseTrackModel(await this.models.body(transaction, stored.modelId));
      } catch (error) {
        if (!(error instanceof TracksError)) throw error;
        return { kind: "unreadable", stored, problem: error };
      }
    }
    return { kind: "readable", stored, model: this.#parsed };
  }

  async #train(
    marker: Marker,
    catalogueTracks: number,
    context: PostgresContext,
  ): Promise<TrackModel | null> {
    this.reporter.setNote(`training on ${catalogueTracks} tracks`);
    const sample = await this.tracks.trainingSample(context.transaction);
    try {
      const { model, backend } = await this.trainer.train(sample);
      const body = serializeTrackModel(model);
      const stored = { modelId: model.id, trainedAtEpoch: marker.epoch, catalogueTracks, backend };
      await this.models.save(context.transaction, { ...stored, body });
      await context.publish(topics.generationModels, topics.generationModels.keyOf(stored), {
        modelId: model.id,
        trainedAtEpoch: marker.epoch,
        backend,
        tracks: model.trainedTracks,
        features: model.space.features.map(({ name }) => name),
        metrics: { ...model.metrics },
        model: body,
        ...OF_ARTIFACTS,
      });
      this.#noteModel(stored);
      return model;
    } catch (error) {
      // Data that cannot be learnt from would fail again at every attempt: the stream goes on without a new model.
      if (!(error instanceof TracksError)) throw error;
      this.logger.error({ err: error, epoch: marker.epoch }, "these tracks make no model");
      return null;
    }
  }

  #noteModel({ modelId, backend }: StoredModel): void {
    this.reporter.setNote(`model ${modelId}, trained on backend ${backend}`);
  }

  #noteNone({ epoch, sequence }: Marker, tracks: number, loaded: Loaded): void {
    const reason = `nothing to train on: ${tracks} tracks with acoustic features`;
    if (loaded.kind === "unreadable") {
      const { modelId } = loaded.stored;
      this.reporter.setNote(`no tracks: this build cannot read model ${modelId}, and there is ${reason}`);
      this.logger.error({ err: loaded.problem, epoch, sequence, tracks }, "the stored model cannot be read");
    } else if (this.reporter.read().note !== reason) {
      this.reporter.setNote(reason);
      this.logger.info({ epoch, sequence, tracks }, "nothing to train on, so no tracks are generated");
    }
  }
}
