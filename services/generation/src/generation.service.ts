import type { CandidateCollaboration, CatalogTrack, GraphArtist, Marker } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { StatusBoard } from "@interlude/infra-runtime";
import type { StreamRecord } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { artistProblem, candidateProblem, newestByKey, trackProblem } from "./inputs/input-checks.js";
import { ArtistsRepository } from "./inputs/artists.repository.js";
import { CandidatesRepository } from "./inputs/candidates.repository.js";
import { TracksRepository } from "./inputs/tracks.repository.js";
import { ConditioningFeaturesRepository } from "./models/conditioning-features.repository.js";
import { TrackModelService } from "./models/track-model.service.js";
import { SyntheticTracksService } from "./tracks/synthetic-tracks.service.js";
import { TotalsRepository } from "./totals.repository.js";

/** Keeps what comes in, and at the end of an epoch renews the tracks that it changed. */
@Injectable()
export class GenerationService {
  constructor(
    private readonly tracks: TracksRepository,
    private readonly artists: ArtistsRepository,
    private readonly candidates: CandidatesRepository,
    private readonly conditioning: ConditioningFeaturesRepository,
    private readonly models: TrackModelService,
    private readonly synthetic: SyntheticTracksService,
    private readonly totals: TotalsRepository,
    private readonly board: StatusBoard,
  ) {}

  /** Writes down what there is to learn from. */
  async stageTracks(records: readonly StreamRecord<CatalogTrack>[], context: PostgresContext): Promise<void> {
    const { values, gone } = newestByKey(records, trackProblem, context);
    const { transaction } = context;
    const added = await this.tracks.write(transaction, values);
    const removed = await this.tracks.remove(transaction, gone);
    await this.totals.add(transaction, { tracks: added - removed });
  }

  /** Writes down where artists stand. */
  async stageArtists(records: readonly StreamRecord<GraphArtist>[], context: PostgresContext): Promise<void> {
    const { values, gone } = newestByKey(records, artistProblem, context);
    await this.artists.write(context.transaction, values);
    await this.artists.remove(context.transaction, gone);
  }

  /** Writes down which pairs are candidates. */
  async stageCandidates(
    records: readonly StreamRecord<CandidateCollaboration>[],
    context: PostgresContext,
  ): Promise<void> {
    const { values, gone } = newestByKey(records, candidateProblem, context);
    const { transaction } = context;
    const added = await this.candidates.write(transaction, values);
    const removed = await this.candidates.remove(transaction, gone);
    await this.totals.add(transaction, { candidates: added - removed });
  }

  /** Trains when it is time, and publishes the tracks that the epoch made, changed or withdrew. */
  async completeEpoch(marker: Marker, context: PostgresContext): Promise<void> {
    const { transaction } = context;
    const { model, isNew } = await this.models.modelFor(marker, context);
    if (model === null) {
      const change = await this.synthetic.withdrawAll(context);
      await this.totals.add(transaction, { syntheticTracks: change });
    } else {
      const { clusters } = model.conditions;
      if (isNew) {
        await this.conditioning.renewAll(transaction, clusters);
        await this.candidates.touchAll(transaction);
      } else {
        const changed = await this.conditioning.renewTouched(transaction, clusters);
        await this.candidates.touchPairsOf(transaction, changed);
      }
      const change = await this.synthetic.renewTouched(model, context);
      await this.totals.add(transaction, { syntheticTracks: change });
    }
    await this.artists.clearTouched(transaction);
    await this.candidates.clearTouched(transaction);
    const totals = await this.totals.read(transaction);
    this.board.total("tracks to learn from", totals.tracks);
    this.board.total("candidates", totals.candidates);
    this.board.total("synthetic tracks", totals.syntheticTracks);
  }
}
