import { CollaborationGraph } from "@interlude/core-graph";
import type { EdgeList } from "../graph/edge-list.js";

/** The graph of an edge list. */
export function graphOf({ mbids, ends, weights, firstRecordings }: EdgeList): CollaborationGraph {
  const graph = new CollaborationGraph();
  for (let edge = 0; edge < weights.length; edge += 1) {
    const [a, b] = [mbids[ends[edge * 2]!]!, mbids[ends[edge * 2 + 1]!]!];
    graph.set(a, b, weights[edge]!, firstRecordings[edge]!);
  }
  return graph;
}
