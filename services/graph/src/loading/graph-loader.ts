import { CollaborationGraph, type Communities, GraphError, readSnapshot } from "@interlude/core-graph";
import { LOGGER, type Logger } from "@interlude/infra-runtime";
import type { Transaction } from "@interlude/infra-postgres";
import { StageMetrics } from "@interlude/stage";
import { Inject, Injectable } from "@nestjs/common";
import { SNAPSHOT_STORE, type SnapshotStore, type StoredSnapshot } from "../snapshots/snapshot-store.js";
import { CommunitiesRepository } from "../communities/communities.repository.js";
import { EdgesRepository } from "./edges.repository.js";
import type { StoredState } from "../memory/graph-state.repository.js";
import type { VersionedGraph } from "../memory/versioned-graph.js";

/** A graph that was loaded, and from what. */
export interface LoadedGraph extends VersionedGraph {
  /** Version of the snapshot that it was loaded from; null where it was built from its table. */
  readonly snapshotVersion: number | null;
}

/** Builds the graph in memory: from the newest snapshot and what changed since, or else from its table. */
@Injectable()
export class GraphLoader {
  private readonly refusals;
  private readonly loadSeconds;

  constructor(
    private readonly edges: EdgesRepository,
    private readonly communities: CommunitiesRepository,
    @Inject(SNAPSHOT_STORE) private readonly snapshots: SnapshotStore,
    @Inject(LOGGER) private readonly logger: Logger,
    metrics: StageMetrics,
  ) {
    this.refusals = metrics.counter(
      "interlude_graph_snapshots_refused_total",
      "Snapshots that could not be used; the graph was built from its table instead",
      ["code"],
    );
    this.loadSeconds = metrics.gauge(
      "interlude_graph_load_seconds",
      "How long the graph took to load when it was loaded last",
      ["from"],
    );
  }

  /** The graph of the version that the store has in this transaction. */
  async load(transaction: Transaction, stored: StoredState): Promise<LoadedGraph> {
    const began = performance.now();
    const loaded =
      (await this.#fromSnapshot(transaction, stored)) ?? (await this.#fromTable(transaction, stored));
    const seconds = (performance.now() - began) / 1000;
    const from = loaded.snapshotVersion === null ? "table" : "snapshot";
    this.loadSeconds.set({ from }, seconds);
    this.logger.info(
      {
        from,
        graphVersion: loaded.version,
        snapshotVersion: loaded.snapshotVersion,
        edges: loaded.graph.adjacency.edgeCount,
        milliseconds: Math.round(seconds * 1000),
      },
      "the graph is loaded",
    );
    return loaded;
  }

  /**
   * Brings a graph from an older version to the store's, edge by edge. Needs every removal since: older than
   * `removalsSince` it cannot be.
   */
  async replay(transaction: Transaction, graph: CollaborationGraph, from: number): Promise<void> {
    // Removals first: an edge that came back is among the changed ones.
    for await (const edge of this.edges.removedSince(transaction, from))
      graph.remove(edge.artist_a, edge.artist_b);
    for await (const edge of this.edges.changedSince(transaction, from)) {
      graph.set(edge.artist_a, edge.artist_b, edge.weight, edge.first_recording);
    }
  }

  /** The communities that the store has, by the ids of a graph. */
  async loadCommunities(
    transaction: Transaction,
    { adjacency }: CollaborationGraph,
    { communitiesVersion, nextCommunity }: StoredState,
  ): Promise<Communities | null> {
    if (communitiesVersion === null) return null;
    const of: number[] = [];
    for await (const { artist, community } of this.communities.all(transaction)) {
      // One who has no edges any more is in it too: the next computation looks at who was together.
      const id = adjacency.intern(artist);
      while (of.length <= id) of.push(-1);
      of[id] = community;
    }
    return { of: Int32Array.from(of), next: nextCommunity, graphVersion: communitiesVersion };
  }

  async #fromSnapshot(transaction: Transaction, stored: StoredState): Promise<LoadedGraph | null> {
    const snapshot = await this.snapshots.latest();
    // One that another replica saved a moment ago may be ahead of this transaction.
    if (snapshot === null || snapshot.graphVersion > stored.graphVersion) return null;
    try {
      const restored = await this.#restored(snapshot, stored);
      const { graph } = restored;
      await this.replay(transaction, graph, snapshot.graphVersion);
      const expected = await this.edges.count(transaction);
      if (graph.adjacency.edgeCount !== expected) {
        throw new GraphError(
          "GRAPH_SNAPSHOT_CORRUPT",
          `the snapshot of version ${snapshot.graphVersion} and what came after have ${graph.adjacency.edgeCount} edges, the table has ${expected}`,
        );
      }
      const upToDate = restored.communities?.graphVersion === stored.communitiesVersion;
      return {
        graph,
        version: stored.graphVersion,
        communities: upToDate ? restored.communities : await this.loadCommunities(transaction, graph, stored),
        snapshotVersion: snapshot.graphVersion,
      };
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      this.refusals.inc({ code: error.code });
      this.logger.error(
        { err: error, code: error.code, snapshotVersion: snapshot.graphVersion },
        "a snapshot was refused: the graph is built from its table, and a new snapshot will be saved",
      );
      await this.snapshots.clear();
      return null;
    }
  }

  async #restored(
    snapshot: StoredSnapshot,
    { removalsSince }: StoredState,
  ): Promise<Pick<VersionedGraph, "graph" | "communities">> {
    const { adjacency, graphVersion, communities } = await readSnapshot(snapshot.pieces());
    if (graphVersion !== snapshot.graphVersion || graphVersion < removalsSince) {
      throw new GraphError(
        "GRAPH_SNAPSHOT_CORRUPT",
        `the snapshot is of version ${graphVersion}, not ${snapshot.graphVersion}, or older than ${removalsSince}, from when on removals are kept`,
      );
    }
    return { graph: new CollaborationGraph(adjacency), communities };
  }

  async #fromTable(transaction: Transaction, stored: StoredState): Promise<LoadedGraph> {
    const graph = new CollaborationGraph();
    for await (const edge of this.edges.all(transaction)) {
      graph.set(edge.artist_a, edge.artist_b, edge.weight, edge.first_recording);
    }
    const communities = await this.loadCommunities(transaction, graph, stored);
    return { graph, version: stored.graphVersion, communities, snapshotVersion: null };
  }
}
