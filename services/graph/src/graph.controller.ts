import { type CatalogArtist, type CatalogCollaboration, type Marker, topics } from "@interlude/contracts";
import type { PostgresContext, PostgresEpochContext } from "@interlude/infra-postgres";
import { StatusReporter } from "@interlude/infra-runtime";
import { OnEpoch, OnRecords, OnRollback, type StreamRecord } from "@interlude/stage";
import { Controller, type OnApplicationBootstrap, type OnApplicationShutdown } from "@nestjs/common";
import { Ctx, Payload } from "@nestjs/microservices";
import { GraphService } from "./graph.service.js";
import { GraphMemory } from "./memory/graph-memory.js";
import { SnapshotKeeper } from "./snapshots/snapshot-keeper.js";

@Controller()
export class GraphController implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly graph: GraphService,
    private readonly memory: GraphMemory,
    private readonly snapshots: SnapshotKeeper,
    private readonly reporter: StatusReporter,
  ) {}

  onApplicationBootstrap(): void {
    void this.memory.preload().then(() => this.snapshots.saveIfDue());
  }

  @OnRecords(topics.catalogArtists)
  stageArtists(
    @Payload() records: readonly StreamRecord<CatalogArtist>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.graph.stageArtists(records, context);
  }

  @OnRecords(topics.catalogCollaborations)
  stageCollaborations(
    @Payload() records: readonly StreamRecord<CatalogCollaboration>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.graph.stageCollaborations(records, context);
  }

  @OnEpoch()
  async completeEpoch(@Payload() { epoch, ts }: Marker, @Ctx() context: PostgresEpochContext): Promise<void> {
    const totals = await this.graph.completeEpoch({ epoch, ts }, context);
    for (const [name, value] of Object.entries(totals)) this.reporter.setTotal(name, value);
    this.snapshots.saveIfDue();
  }

  @OnRollback()
  rollBack(): void {
    this.graph.rollBack();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.snapshots.waitForSave();
  }
}
