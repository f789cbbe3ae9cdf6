import type { Pair } from "./undirected-graph.js";

/** An edge with its time, a number that rises; null if it has none: then it is older than all others. */
export interface TimedEdge {
  readonly pair: Pair;
  readonly time: number | null;
}

/** Edges that features are computed from, and edges that are to be predicted. */
export interface Window {
  readonly fit: readonly TimedEdge[];
  readonly held: readonly Pair[];
  /** Edges that are tested elsewhere: neither links nor non-links of this window. */
  readonly leftOut: readonly Pair[];
}
