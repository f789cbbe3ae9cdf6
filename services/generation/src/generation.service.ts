import type {
  CandidateCollaboration,
  CatalogCollaboration,
  CatalogTrack,
  GraphArtist,
  Marker,
} from "@interlude/contracts";
import type { PostgresContext, Transaction } from "@interlude/infra-postgres";
import { StatusReporter } from "@interlude/infra-runtime";
import type { BackgroundProgress, StreamRecord } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { acceptNewest, artistProblem, pairProblem, trackProblem } from "./inputs/input-checks.js";
import { ArtistProfilesRepository } from "./inputs/artist-profiles.repository.js";
import { ArtistsRepository } from "./inputs/artists.repository.js";
import { CandidatesRepository } from "./inputs/candidates.repository.js";
import { CollaboratorsRepository } from "./inputs/collaborators.repository.js";
import { TracksRepository } from "./inputs/tracks.repository.js";
import { ConditioningFeaturesRepository } from "./models/conditioning-features.repository.js";
import { TrackModelService } from "./models/track-model.service.js";
import { SyntheticTracksService } from "./tracks/synthetic-tracks.service.js";
import { TotalsRepository } from "./totals.repository.js";

/** Stages its inputs, and at the end of an epoch renews the tracks that they change. */
@Injectable()
export class GenerationService {
  constructor(
    private readonly tracks: TracksRepository,
    private readonly profiles: ArtistProfilesRepository,
    private readonly artists: ArtistsRepository,
    private readonly collaborators: CollaboratorsRepository,
    private readonly candidates: CandidatesRepository,
    private readonly conditioning: ConditioningFeaturesRepository,
    private readonly models: TrackModelService,
    private readonly synthetic: SyntheticTracksService,
    private readonly totals: TotalsRepository,
    private readonly reporter: StatusReporter,
  ) {}

  /** Stages tracks to learn from. */
  async stageTracks(records: readonly StreamRecord<CatalogTrack>[], context: PostgresContext): Promise<void> {
    const { values, gone } = acceptNewest(records, trackProblem, context);
    const { transaction } = context;
    const written = await this.tracks.write(transaction, values);
    const removed = await this.tracks.remove(transaction, gone);
    const change = { come: written.come, gone: [...written.gone, ...removed.gone] };
    await this.profiles.change(transaction, change);
    await this.totals.add(transaction, { tracks: change.come.length - change.gone.length });
  }

  /** Stages artists of the graph. */
  async stageArtists(records: readonly StreamRecord<GraphArtist>[], context: PostgresContext): Promise<void> {
    const { values, gone } = acceptNewest(records, artistProblem, context);
    await this.artists.write(context.transaction, values);
    await this.artists.remove(context.transaction, gone);
  }

  /** Stages who recorded with whom. */
  async stageCollaborations(
    records: readonly StreamRecord<CatalogCollaboration>[],
    context: PostgresContext,
  ): Promise<void> {
    const { values, gone } = acceptNewest(records, pairProblem, context);
    await this.collaborators.write(context.transaction, values);
    await this.collaborators.remove(context.transaction, gone);
  }

  /** Stages candidates. */
  async stageCandidates(
    records: readonly StreamRecord<CandidateCollaboration>[],
    context: PostgresContext,
  ): Promise<void> {
    const { values, gone } = acceptNewest(records, pairProblem, context);
    const { transaction } = context;
    const added = await this.candidates.write(transaction, values);
    const removed = await this.candidates.remove(transaction, gone);
    await this.totals.add(transaction, { candidates: added - removed });
  }

  /** Trains if it is due, and publishes the tracks that the epoch made, changed or withdrew. */
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
    await this.#showTotals(transaction);
  }

  /**
   * Renews some of the pairs that scoring has touched in the background: no epoch may come for long that would. One that
   * has brought artists renews them itself, with what is new of these.
   */
  async renewInBackground(context: PostgresContext): Promise<BackgroundProgress> {
    const { transaction } = context;
    if (await this.artists.areTouched(transaction)) return "done";
    const model = await this.models.current(transaction);
    if (model === null) {
      // There are no tracks, or the next epoch renews them all.
      await this.candidates.clearTouched(transaction);
      return "done";
    }
    const { change, isMore } = await this.synthetic.renewSome(model, context);
    await this.totals.add(transaction, { syntheticTracks: change });
    await this.#showTotals(transaction);
    return isMore ? "more" : "done";
  }

  async #showTotals(transaction: Transaction): Promise<void> {
    const totals = await this.totals.read(transaction);
    this.reporter.setTotal("tracks to learn from", totals.tracks);
    this.reporter.setTotal("candidates", totals.candidates);
    this.reporter.setTotal("synthetic tracks", totals.syntheticTracks);
  }
}
