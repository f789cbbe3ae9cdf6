import { CollaborationGraph, type Communities, GraphError, readSnapshot } from "@interlude/core-graph";
import type { Transaction } from "@interlude/infra-postgres";
import { LOGGER, type Logger } from "@interlude/infra-runtime";
import { StageMetrics } from "@interlude/stage";
import { Inject, Injectable } from "@nestjs/common";
import { CommunitiesRepository } from "../communities/communities.repository.js";
import type { GraphSource, LoadedGraph } from "../memory/graph-source.js";
import { GraphStateRepository, type StoredState } from "../memory/graph-state.repository.js";
import type { VersionedGraph } from "../memory/versioned-graph.js";
import { SNAPSHOT_STORE, type SnapshotStore, type StoredSnapshot } from "../snapshots/snapshot-store.js";
import { EdgesRepository } from "./edges.repository.js";

/** Loads the graph: from the newest snapshot and the changes since it, or else from its table. */
@Injectable()
export class GraphLoader implements GraphSource {
  readonly #rejectedSnapshots;
  readonly #loadSeconds;

  constructor(
    private readonly edges: EdgesRepository,
    private readonly communities: CommunitiesRepository,
    private readonly states: GraphStateRepository,
    @Inject(SNAPSHOT_STORE) private readonly snapshots: SnapshotStore,
    @Inject(LOGGER) private readonly logger: Logger,
    metrics: StageMetrics,
  ) {
    this.#rejectedSnapshots = metrics.counter(
      "interlude_graph_snapshots_refused_total",
      "Snapshots that could not be used; the graph was built from its table instead",
      ["code"],
    );
    this.#loadSeconds = metrics.gauge(
      "interlude_graph_load_seconds",
      "How long the graph took to load when it was loaded last",
      ["from"],
    );
  }

  async load(transaction: Transaction, stored: StoredState): Promise<LoadedGraph> {
    const began = performance.now();
    const loaded =
      (await this.#fromSnapshot(transaction, stored)) ?? (await this.#fromTable(transaction, stored));
    const seconds = (performance.now() - began) / 1000;
    const from = loaded.snapshotVersion === null ? "table" : "snapshot";
    this.#loadSeconds.set({ from }, seconds);
    this.logger.info(
      {
        from,
        graphVersion: loaded.graph.version,
        snapshotVersion: loaded.snapshotVersion,
        edges: loaded.graph.graph.adjacency.edgeCount,
        milliseconds: Math.round(seconds * 1000),
      },
      "the graph is loaded",
    );
    return loaded;
  }

  async catchUp(
    transaction: Transaction,
    { graph, version, communities }: VersionedGraph,
    stored: StoredState,
  ): Promise<VersionedGraph> {
    await this.#replay(transaction, graph, version);
    return {
      graph,
      version: stored.graphVersion,
      stateId: stored.stateId,
      communities: await this.#currentCommunities(transaction, graph, communities, stored),
    };
  }

  async #fromSnapshot(transaction: Transaction, stored: StoredState): Promise<LoadedGraph | null> {
    const snapshot = await this.snapshots.latest();
    // A snapshot that another replica has just saved may be newer than what this transaction sees.
    if (snapshot === null || snapshot.graphVersion > stored.graphVersion) return null;
    if (!(await this.states.ledHere(transaction, snapshot.stateId))) {
      this.logger.warn(
        { snapshotVersion: snapshot.graphVersion, graphVersion: stored.graphVersion },
        "the snapshot is of an epoch that the store has lost: the graph is built from its table",
      );
      return null;
    }
    try {
      const graph = await this.catchUp(transaction, await readGraph(snapshot, stored), stored);
      const expected = await this.edges.count(transaction);
      const { edgeCount } = graph.graph.adjacency;
      if (edgeCount !== expected) {
        throw new GraphError(
          "GRAPH_SNAPSHOT_CORRUPT",
          `the snapshot of version ${snapshot.graphVersion} with the changes since has ${edgeCount} edges, the table has ${expected}`,
        );
      }
      return { graph, snapshotVersion: snapshot.graphVersion };
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      this.#rejectedSnapshots.inc({ code: error.code });
      this.logger.error(
        { err: error, code: error.code, snapshotVersion: snapshot.graphVersion },
        "a snapshot was refused: the graph is built from its table, and a new snapshot will be saved",
      );
      await this.snapshots.clear();
      return null;
    }
  }

  async #fromTable(transaction: Transaction, stored: StoredState): Promise<LoadedGraph> {
    const graph = new CollaborationGraph();
    for await (const edge of this.edges.all(transaction)) {
      graph.set(edge.artist_a, edge.artist_b, edge.weight, edge.first_recording);
    }
    const communities = await this.#currentCommunities(transaction, graph, null, stored);
    const { graphVersion: version, stateId } = stored;
    return { graph: { graph, version, stateId, communities }, snapshotVersion: null };
  }

  /** Applies the changes of edges since a version. */
  async #replay(transaction: Transaction, graph: CollaborationGraph, since: number): Promise<void> {
    // Removals first: an edge that was inserted again later is among the changed ones.
    for await (const edge of this.edges.removedSince(transaction, since))
      graph.remove(edge.artist_a, edge.artist_b);
    for await (const edge of this.edges.changedSince(transaction, since)) {
      graph.set(edge.artist_a, edge.artist_b, edge.weight, edge.first_recording);
    }
  }

  /** The communities of the tables: those in memory if they are the same, or else read by the graph's ids. */
  async #currentCommunities(
    transaction: Transaction,
    { adjacency }: CollaborationGraph,
    inMemory: Communities | null,
    { communitiesVersion, nextCommunity }: StoredState,
  ): Promise<Communities | null> {
    if ((inMemory?.graphVersion ?? null) === communitiesVersion) return inMemory;
    if (communitiesVersion === null) return null;
    const of: number[] = [];
    for await (const { artist, community } of this.communities.all(transaction)) {
      // Artists of degree 0 are included: the next computation compares with the previous members.
      const id = adjacency.intern(artist);
      while (of.length <= id) of.push(-1);
      of[id] = community;
    }
    return { of: Int32Array.from(of), next: nextCommunity, graphVersion: communitiesVersion };
  }
}

/** Reads a snapshot of a version from which the tables can be replayed. */
async function readGraph(snapshot: StoredSnapshot, { removalsSince }: StoredState): Promise<VersionedGraph> {
  const { adjacency, graphVersion, communities } = await readSnapshot(snapshot.pieces());
  if (graphVersion !== snapshot.graphVersion || graphVersion < removalsSince) {
    throw new GraphError(
      "GRAPH_SNAPSHOT_CORRUPT",
      `the snapshot is of version ${graphVersion}, not ${snapshot.graphVersion}, or older than ${removalsSince}, from when on removals are kept`,
    );
  }
  const graph = new CollaborationGraph(adjacency);
  return { graph, version: graphVersion, stateId: snapshot.stateId, communities };
}
