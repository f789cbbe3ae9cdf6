import { AdjacencyIndex } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";

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
