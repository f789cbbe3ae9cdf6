import type { Marker } from "@interlude/contracts";
import { findCommunities } from "@interlude/core-graph";
import type { Database } from "@interlude/infra-postgres";
import { StageMetrics } from "@interlude/stage";
import { createLogger } from "@interlude/infra-runtime";
import { CommunitiesRepository } from "../communities/communities.repository.js";
import { CommunitiesService } from "../communities/communities.service.js";
import type { CommunityFinder } from "../communities/community-finder.js";
import { ArtistPublisher } from "../changes/artist-publisher.js";
import { ChangesRepository } from "../changes/changes.repository.js";
import { EdgeSnapshotPublisher } from "../changes/edge-snapshot.publisher.js";
import { ChangedArtistsRepository } from "../changes/changed-artists.repository.js";
import { StagingRepository } from "../changes/staging.repository.js";
import { GraphService } from "../graph.service.js";
import { EdgesRepository } from "../loading/edges.repository.js";
import { GraphLoader } from "../loading/graph-loader.js";
import { GraphMemory } from "../memory/graph-memory.js";
import { GraphStateRepository } from "../memory/graph-state.repository.js";
import { PostgresSnapshotStore } from "../snapshots/postgres-snapshot-store.js";
import { SnapshotKeeper } from "../snapshots/snapshot-keeper.js";
import type { SnapshotStore } from "../snapshots/snapshot-store.js";

/** The in-memory part of a graph process, without a stream or a server; a new one is a restart. */
export interface GraphProcess {
  readonly service: GraphService;
  readonly memory: GraphMemory;
  readonly snapshots: SnapshotKeeper;
  readonly metrics: StageMetrics;
}

export const MARKER: Pick<Marker, "epoch" | "ts"> = { epoch: 1, ts: 0 };

/** Computes communities in the thread of the test, which saves starting another. */
const IN_THIS_THREAD: CommunityFinder = { find: async (graph) => findCommunities(graph) };

export function startGraphProcess(
  database: Database,
  store: SnapshotStore = new PostgresSnapshotStore(database),
): GraphProcess {
  const metrics = new StageMetrics("graph");
  const logger = createLogger({ service: "graph", level: "silent" });
  const state = new GraphStateRepository();
  const communities = new CommunitiesRepository();
  const edges = new EdgesRepository();
  const loader = new GraphLoader(edges, communities, state, store, logger, metrics);
  const memory = new GraphMemory(database, state, loader, logger);
  const service = new GraphService(
    memory,
    state,
    new StagingRepository(),
    new ChangesRepository(),
    new ArtistPublisher(new ChangedArtistsRepository()),
    new CommunitiesService(communities, IN_THIS_THREAD),
    new EdgeSnapshotPublisher(edges, state),
  );
  const snapshots = new SnapshotKeeper(memory, state, database, store, logger, metrics);
  return { service, memory, snapshots, metrics };
}

/** Empties the graph's schema. */
export async function emptyGraph(database: Database): Promise<void> {
  await database.query(
    `truncate artists, edges, removed_edges, staged_artists, staged_collaborations,
       communities, snapshots, snapshot_pieces, epoch_states`,
  );
  await database.query(
    `update graph_state set graph_version = 0, removals_since = 0, snapshot_requested = false, snapshot_published_at = now(),
       communities_version = null, communities_begun = null, next_community = 0`,
  );
  await database.query("update stage_state set state_id = gen_random_uuid()");
}
