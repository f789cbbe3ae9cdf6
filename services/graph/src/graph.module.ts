import { Database } from "@interlude/infra-postgres";
import { Module } from "@nestjs/common";
import { CommunitiesRepository } from "./communities/communities.repository.js";
import { CommunitiesService } from "./communities/communities.service.js";
import { COMMUNITY_FINDER, WorkerCommunityFinder } from "./communities/community-finder.js";
import { ArtistPublisher } from "./changes/artist-publisher.js";
import { ChangesRepository } from "./changes/changes.repository.js";
import { EdgeSnapshotPublisher } from "./changes/edge-snapshot.publisher.js";
import { ChangedArtistsRepository } from "./changes/changed-artists.repository.js";
import { StagingRepository } from "./changes/staging.repository.js";
import { GraphController } from "./graph.controller.js";
import { GraphService } from "./graph.service.js";
import { EdgesRepository } from "./loading/edges.repository.js";
import { GraphLoader } from "./loading/graph-loader.js";
import { GraphMemory } from "./memory/graph-memory.js";
import { GRAPH_SOURCE } from "./memory/graph-source.js";
import { GraphStateRepository } from "./memory/graph-state.repository.js";
import { ArtistNamesRepository } from "./queries/artist-names.repository.js";
import { GraphQueries } from "./queries/graph-queries.js";
import { NearestSearch } from "./queries/nearest-search.js";
import { ReplicaRefresh } from "./queries/replica-refresh.js";
import { QueriesController } from "./queries/queries.controller.js";
import { PostgresSnapshotStore } from "./snapshots/postgres-snapshot-store.js";
import { SnapshotKeeper } from "./snapshots/snapshot-keeper.js";
import { SNAPSHOT_STORE } from "./snapshots/snapshot-store.js";

@Module({
  controllers: [GraphController, QueriesController],
  providers: [
    {
      provide: SNAPSHOT_STORE,
      useFactory: (database: Database) => new PostgresSnapshotStore(database),
      inject: [Database],
    },
    { provide: COMMUNITY_FINDER, useClass: WorkerCommunityFinder },
    { provide: GRAPH_SOURCE, useClass: GraphLoader },
    ArtistNamesRepository,
    ArtistPublisher,
    ChangesRepository,
    CommunitiesRepository,
    CommunitiesService,
    EdgeSnapshotPublisher,
    EdgesRepository,
    GraphMemory,
    GraphQueries,
    GraphService,
    GraphStateRepository,
    NearestSearch,
    ChangedArtistsRepository,
    ReplicaRefresh,
    SnapshotKeeper,
    StagingRepository,
  ],
})
export class GraphModule {}
