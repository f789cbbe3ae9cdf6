import type { CollaborationGraph } from "@interlude/core-graph";

/** The edges of a graph, `a:b weight firstRecording` each, sorted. */
export function edgesOf({ adjacency }: CollaborationGraph): string[] {
  const edges: string[] = [];
  adjacency.forEachEdge((a, b, weight, first) => {
    const pair = [adjacency.mbids.mbidOf(a), adjacency.mbids.mbidOf(b)].sort();
    edges.push(`${pair.join(":")} ${weight} ${first}`);
  });
  return edges.sort();
}
