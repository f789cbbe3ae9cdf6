import { topics } from "@interlude/contracts";
import { CollaborationGraph } from "@interlude/core-graph";

/** Weight and first recording of every pair `a:b`. */
export type ExpectedEdges = ReadonlyMap<string, { readonly weight: number; readonly firstRecording: number }>;

/** The graph of the collaborations as they should be, built at once instead of edge by edge as they came. */
export function expectedGraph(edges: ExpectedEdges): CollaborationGraph {
  const graph = new CollaborationGraph();
  for (const [pair, { weight, firstRecording }] of edges) {
    const { artistA, artistB } = topics.catalogCollaborations.parseKey(pair)!;
    graph.set(artistA, artistB, weight, firstRecording);
  }
  return graph;
}
