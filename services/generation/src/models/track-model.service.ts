import { type Marker, topics } from "@interlude/contracts";
import { TracksError, type TrackModel, parseTrackModel, serializeTrackModel } from "@interlude/core-tracks";
import type { PostgresContext } from "@interlude/infra-postgres";
import { LOGGER, StatusBoard, type Logger } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";
import { TracksRepository } from "../inputs/tracks.repository.js";
import { TotalsRepository } from "../totals.repository.js";
import { ModelsRepository, type StoredModel } from "./models.repository.js";
import { TrackModelTrainer } from "./track-model.trainer.js";
import { trainingIsDue } from "./training-policy.js";

export interface ModelInUse {
  /** `null` while there is nothing to train on. */
  readonly model: TrackModel | null;
  /** Whether it replaces another, or is the first. */
  readonly isNew: boolean;
}

/** Decides which model makes the tracks of an epoch, and trains it when it is time. */
@Injectable()
export class TrackModelService {
  /** The model in use, parsed; the store says whether it still is. */
  private parsed: TrackModel | null = null;

  constructor(
    private readonly models: ModelsRepository,
    private readonly tracks: TracksRepository,
    private readonly totals: TotalsRepository,
    private readonly trainer: TrackModelTrainer,
    private readonly board: StatusBoard,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async modelFor(marker: Marker, context: PostgresContext): Promise<ModelInUse> {
    const { transaction } = context;
    const stored = await this.models.current(transaction);
    const { tracks } = await this.totals.read(transaction);
    if (trainingIsDue(tracks, stored?.catalogueTracks ?? null)) {
      const model = await this.train(marker, tracks, context);
      if (model !== null) return { model, isNew: model.id !== stored?.modelId };
    }
    if (stored === null) {
      this.sayNothing(marker, tracks);
      return { model: null, isNew: false };
    }
    this.sayModel(stored);
    if (this.parsed?.id !== stored.modelId) {
      this.parsed = parseTrackModel(await this.models.body(transaction, stored.modelId));
    }
    return { model: this.parsed, isNew: false };
  }

  private async train(
    marker: Marker,
    catalogueTracks: number,
    context: PostgresContext,
  ): Promise<TrackModel | null> {
    this.board.note(`training on ${catalogueTracks} tracks`);
    const sample = await this.tracks.trainingSample(context.transaction);
    try {
      const { model, backend } = await this.trainer.train(sample);
      const body = serializeTrackModel(model);
      const stored = { modelId: model.id, trainedAtEpoch: marker.epoch, catalogueTracks, backend };
      await this.models.save(context.transaction, { ...stored, body });
      await context.publish(topics.generationModels, model.id, {
        modelId: model.id,
        trainedAtEpoch: marker.epoch,
        backend,
        tracks: model.trainedTracks,
        features: model.space.features.map(({ name }) => name),
        metrics: { ...model.metrics },
        model: body,
      });
      this.sayModel(stored);
      return model;
    } catch (error) {
      // Data that cannot be learnt from would fail again at every attempt: the stream goes on without a new model.
      if (!(error instanceof TracksError)) throw error;
      this.logger.error({ err: error, epoch: marker.epoch }, "these tracks make no model; the old one stays");
      return null;
    }
  }

  private sayModel({ modelId, backend }: StoredModel): void {
    this.board.note(`model ${modelId}, trained on backend ${backend}`);
  }

  private sayNothing({ epoch, sequence }: Marker, tracks: number): void {
    const reason = `nothing to train on: ${tracks} tracks with acoustic features`;
    if (this.board.read().note === reason) return;
    this.board.note(reason);
    this.logger.info({ epoch, sequence, tracks }, "nothing to train on, so no tracks are generated");
  }
}
