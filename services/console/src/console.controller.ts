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
import {
  type BackgroundProgress,
  OnBackground,
  OnEpoch,
  OnRecords,
  type StreamRecord,
} from "@interlude/stage";
import { Controller } from "@nestjs/common";
import { Ctx, Payload } from "@nestjs/microservices";
import { GraphService } from "./artists/graph.service.js";
import { CandidatesService } from "./candidates/candidates.service.js";
import { EpochsService } from "./epochs/epochs.service.js";
import { FeedbackService } from "./feedback/feedback.service.js";
import { IngestionStatusService } from "./ingestion/ingestion-status.service.js";
import { SyntheticTracksService } from "./tracks/synthetic-tracks.service.js";

/**
 * Receives what the other stages publish. Records are staged in the tables that are read, before their epoch is
 * complete: readers see only what is committed, and the page need not wait for the last stage.
 */
@Controller()
export class ConsoleController {
  constructor(
    private readonly graph: GraphService,
    private readonly candidates: CandidatesService,
    private readonly tracks: SyntheticTracksService,
    private readonly epochs: EpochsService,
    private readonly ingestion: IngestionStatusService,
    private readonly feedback: FeedbackService,
  ) {}

  @OnRecords(topics.graphDeltas)
  stageDeltas(
    @Payload() records: readonly StreamRecord<GraphDelta>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.graph.stageDeltas(records, context);
  }

  @OnRecords(topics.graphArtists)
  stageArtists(
    @Payload() records: readonly StreamRecord<GraphArtist>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.graph.stageArtists(records, context);
  }

  @OnRecords(topics.candidates)
  stageCandidates(
    @Payload() records: readonly StreamRecord<CandidateCollaboration>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.candidates.stageCandidates(records, context);
  }

  @OnRecords(topics.syntheticTracks)
  async stageTracks(
    @Payload() records: readonly StreamRecord<SyntheticTrack>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    await this.tracks.stageTracks(records, context);
    // Tracks come when they are ready: no epoch closes after them that would show how many there are.
    await this.epochs.showTotals(context);
  }

  @OnRecords(topics.ingestionStatus)
  stageIngestionStatus(
    @Payload() records: readonly StreamRecord<IngestionStatus>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.ingestion.stageStatus(records, context);
  }

  @OnEpoch()
  completeEpoch(@Payload() marker: Marker, @Ctx() context: PostgresContext): Promise<void> {
    return this.epochs.completeEpoch(marker, context);
  }

  /** What readers say comes over HTTP: it is published beside the records. */
  @OnBackground()
  publishFeedback(@Payload() _none: undefined, @Ctx() context: PostgresContext): Promise<BackgroundProgress> {
    return this.feedback.publishSome(context);
  }
}
