import { type CatalogArtist, type CatalogCollaboration, type Marker, topics } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { StatusBoard } from "@interlude/infra-service";
import { OnEpoch, OnRecords, OnRollback, type StreamRecord } from "@interlude/infra-streaming";
import { Controller } from "@nestjs/common";
import { Ctx, Payload } from "@nestjs/microservices";
import { GraphService } from "./graph.service.js";

@Controller()
export class GraphController {
  constructor(
    private readonly graph: GraphService,
    private readonly board: StatusBoard,
  ) {}

  @OnRecords(topics.catalogArtists)
  artists(
    @Payload() records: readonly StreamRecord<CatalogArtist>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.graph.stageArtists(records, context);
  }

  @OnRecords(topics.catalogCollaborations)
  collaborations(
    @Payload() records: readonly StreamRecord<CatalogCollaboration>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.graph.stageCollaborations(records, context);
  }

  @OnEpoch()
  async epoch(@Payload() _marker: Marker, @Ctx() context: PostgresContext): Promise<void> {
    const totals = await this.graph.completeEpoch(context);
    for (const [name, value] of Object.entries(totals)) this.board.total(name, value);
  }

  @OnRollback()
  rollback(): void {
    this.graph.forget();
  }
}
