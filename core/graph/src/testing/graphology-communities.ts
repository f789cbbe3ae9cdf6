import { UndirectedGraph } from "graphology";
import louvainModule from "graphology-communities-louvain";
import type { LouvainOptions } from "graphology-communities-louvain";
import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { mix32 } from "@interlude/core-numerics";

// A CommonJS module whose types speak of an ES module's default export; what is imported is the function itself.
const louvain = louvainModule as unknown as (
  graph: UndirectedGraph,
  options: LouvainOptions,
) => Record<string, number>;

/** For tests: the communities that graphology's Louvain finds, by artist id; -1 for artists of degree 0. */
export function graphologyCommunities(adjacency: AdjacencyIndex): Int32Array {
  const graph = new UndirectedGraph();
  adjacency.forEachEdge((a, b, weight) => graph.mergeEdge(a, b, { weight }));
  let drawn = 0;
  const rng = (): number => mix32((drawn += 1)) / 2 ** 32;
  const found = louvain(graph, { getEdgeWeight: "weight", rng });
  return Int32Array.from({ length: adjacency.artistCount }, (_, id) => found[id] ?? -1);
}
