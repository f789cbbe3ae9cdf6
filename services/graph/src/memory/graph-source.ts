import type { Transaction } from "@interlude/infra-postgres";
import type { StoredState } from "./graph-state.repository.js";
import type { VersionedGraph } from "./versioned-graph.js";

/** A graph that was loaded. */
export interface LoadedGraph {
  readonly graph: VersionedGraph;
  /** Version of the snapshot that it was loaded from; null if it was built from its table. */
  readonly snapshotVersion: number | null;
}

/** Where memory gets the graph from. */
export interface GraphSource {
  /** Loads the graph of the version that the tables have in this transaction. */
  load(transaction: Transaction, stored: StoredState): Promise<LoadedGraph>;
  /**
   * Applies to a graph what other replicas have changed since its version. Needs every removal since: not for a graph
   * older than `stored.removalsSince`.
   */
  catchUp(transaction: Transaction, from: VersionedGraph, stored: StoredState): Promise<VersionedGraph>;
}

export const GRAPH_SOURCE = Symbol("graph source");
