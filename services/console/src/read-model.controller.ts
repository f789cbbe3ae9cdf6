import {
  type CandidateCollaboration,
  type GraphArtist,
  type GraphDelta,
  type IngestionStatus,
  type Marker,
  type SyntheticTrack,
  topics,
} from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { OnEpoch, OnRecords, type StreamRecord } from "@interlude/stage";
import { Controller } from "@nestjs/common";
import { Ctx, Payload } from "@nestjs/microservices";
import { GraphProjection } from "./artists/graph.projection.js";
import { CandidatesProjection } from "./candidates/candidates.projection.js";
import { EpochsProjection } from "./epochs/epochs.projection.js";
import { IngestionStatusProjection } from "./ingestion/ingestion-status.projection.js";
import { SyntheticTracksProjection } from "./tracks/synthetic-tracks.projection.js";

/**
 * Receives what the other stages publish. Records are applied as they come, before their epoch is
 * complete: readers see only what is committed, and whoever watches need not wait for the last stage.
 */
@Controller()
export class ReadModelController {
  constructor(
    private readonly graph: GraphProjection,
    private readonly candidates: CandidatesProjection,
    private readonly tracks: SyntheticTracksProjection,
    private readonly epochs: EpochsProjection,
    private readonly ingestion: IngestionStatusProjection,
  ) {}

  @OnRecords(topics.graphDeltas)
  onDeltas(
    @Payload() records: readonly StreamRecord<GraphDelta>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.graph.applyDeltas(records, context);
  }

  @OnRecords(topics.graphArtists)
  onArtists(
    @Payload() records: readonly StreamRecord<GraphArtist>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.graph.applyArtists(records, context);
  }

  @OnRecords(topics.candidates)
  onCandidates(
    @Payload() records: readonly StreamRecord<CandidateCollaboration>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.candidates.apply(records, context);
  }

  @OnRecords(topics.syntheticTracks)
  async onTracks(
    @Payload() records: readonly StreamRecord<SyntheticTrack>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    await this.tracks.apply(records, context);
    // Tracks come when they are ready: no epoch closes after them that would show how many there are.
    await this.epochs.showTotals(context);
  }

  @OnRecords(topics.ingestionStatus)
  onIngestionStatus(
    @Payload() records: readonly StreamRecord<IngestionStatus>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.ingestion.apply(records, context);
  }

  @OnEpoch()
  onEpoch(@Payload() marker: Marker, @Ctx() context: PostgresContext): Promise<void> {
    return this.epochs.complete(marker, context);
  }
}
