import { CollaborationGraph } from "@interlude/core-graph";
import type { EdgeList } from "./edge-list.js";
import { type Latencies, Stopwatch, timed } from "./latencies.js";

export interface BuildMeasurement {
  /** Inserting all edges by MBID into an empty graph, without embedding and structure. */
  readonly seconds: number;
  readonly edgesPerSecond: number;
  /** Single inserts, their MBIDs' look-up included. */
  readonly inserts: Latencies;
  /** Bytes of typed arrays. */
  readonly memoryBytes: number;
  /** Those bytes, less 64 an artist, divided by the number of edges. */
  readonly bytesAnEdge: number;
}

/** Builds the graph edge by edge, as a consumer of a topic does. */
export function measureBuild(list: EdgeList): { graph: CollaborationGraph; measurement: BuildMeasurement } {
  const { mbids, ends, weights, firstRecordings } = list;
  const graph = new CollaborationGraph();
  const stopwatch = new Stopwatch(weights.length);
  const { seconds } = timed(() => {
    for (let edge = 0; edge < weights.length; edge += 1) {
      const [a, b] = [mbids[ends[edge * 2]!]!, mbids[ends[edge * 2 + 1]!]!];
      stopwatch.time(() => graph.set(a, b, weights[edge]!, firstRecordings[edge]!));
    }
  });
  const { edgeCount, artistCount } = graph.adjacency;
  const memoryBytes = graph.adjacency.memoryBytes();
  return {
    graph,
    measurement: {
      seconds,
      edgesPerSecond: Math.round(edgeCount / seconds),
      inserts: stopwatch.latencies,
      memoryBytes,
      bytesAnEdge: Math.round(((memoryBytes - 64 * artistCount) / edgeCount) * 10) / 10,
    },
  };
}
