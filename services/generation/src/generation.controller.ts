import {
  type CandidateCollaboration,
  type CatalogTrack,
  type GraphArtist,
  type Marker,
  topics,
} from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { OnEpoch, OnRecords, type StreamRecord } from "@interlude/stage";
import { Controller } from "@nestjs/common";
import { Ctx, Payload } from "@nestjs/microservices";
import { GenerationService } from "./generation.service.js";

/** One handler a topic; each hands its typed batch on. */
@Controller()
export class GenerationController {
  constructor(private readonly generation: GenerationService) {}

  @OnRecords(topics.catalogTracks)
  tracks(
    @Payload() records: readonly StreamRecord<CatalogTrack>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.generation.receiveTracks(records, context);
  }

  @OnRecords(topics.graphArtists)
  artists(
    @Payload() records: readonly StreamRecord<GraphArtist>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.generation.receiveArtists(records, context);
  }

  @OnRecords(topics.candidates)
  candidates(
    @Payload() records: readonly StreamRecord<CandidateCollaboration>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.generation.receiveCandidates(records, context);
  }

  @OnEpoch()
  epoch(@Payload() marker: Marker, @Ctx() context: PostgresContext): Promise<void> {
    return this.generation.completeEpoch(marker, context);
  }
}
