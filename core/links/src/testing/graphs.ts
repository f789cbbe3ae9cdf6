import { AdjacencyIndex } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import type { GraphWorld } from "../candidates.js";
import { Recency } from "../features/recency.js";

/** A graph of numbered artists; each edge has a first recording of its own making. */
export function graphOf(pairs: readonly (readonly [number, number])[]): AdjacencyIndex {
  const graph = new AdjacencyIndex();
  for (const [a, b] of pairs) {
    if (a !== b)
      graph.setEdge(
        graph.intern(numberedMbid(a)),
        graph.intern(numberedMbid(b)),
        1,
        5 * Math.min(a, b) + Math.max(a, b),
      );
  }
  return graph;
}

/** {@link graphOf} as of first recording 40, without embeddings. */
export function numberedWorld(pairs: readonly (readonly [number, number])[]): GraphWorld {
  const graph = graphOf(pairs);
  return { graph, recency: Recency.ofGraph(graph, 40), cosine: null, facts: null, cells: null };
}
