import {
  type CandidateCollaboration,
  type CatalogCollaboration,
  type CatalogTrack,
  type GraphArtist,
  type Marker,
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
import { GenerationService } from "./generation.service.js";

/** One handler a topic; each hands its typed batch on. */
@Controller()
export class GenerationController {
  constructor(private readonly generation: GenerationService) {}

  @OnRecords(topics.catalogTracks)
  stageTracks(
    @Payload() records: readonly StreamRecord<CatalogTrack>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.generation.stageTracks(records, context);
  }

  @OnRecords(topics.catalogCollaborations)
  stageCollaborations(
    @Payload() records: readonly StreamRecord<CatalogCollaboration>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.generation.stageCollaborations(records, context);
  }

  @OnRecords(topics.graphArtists)
  stageArtists(
    @Payload() records: readonly StreamRecord<GraphArtist>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.generation.stageArtists(records, context);
  }

  @OnRecords(topics.candidates)
  stageCandidates(
    @Payload() records: readonly StreamRecord<CandidateCollaboration>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.generation.stageCandidates(records, context);
  }

  @OnEpoch()
  completeEpoch(@Payload() marker: Marker, @Ctx() context: PostgresContext): Promise<void> {
    return this.generation.completeEpoch(marker, context);
  }

  @OnBackground()
  renewInBackground(@Ctx() context: PostgresContext): Promise<BackgroundProgress> {
    return this.generation.renewInBackground(context);
  }
}
