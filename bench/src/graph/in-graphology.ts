import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { mix32 } from "@interlude/core-numerics";
import { type AdjacencyIndex, modularity, shareGraph } from "@interlude/core-graph";
import { UndirectedGraph } from "graphology";
import louvainModule, { type LouvainOptions } from "graphology-communities-louvain";
import { timed } from "./latencies.js";
import type { PairTotal } from "./pair-total.js";
import { type PairSpeed, checkSame, speedOf } from "./pairs.js";

/** Larger graphs would take graphology minutes and gigabytes. */
const MAX_EDGES = 500_000;

// A CommonJS module whose types speak of an ES module's default export; what is imported is the function itself.
const louvain = louvainModule as unknown as (
  graph: UndirectedGraph,
  options: LouvainOptions,
) => Record<string, number>;

/** The same graph and the same pairs in graphology, on objects and Maps, for comparison with typed arrays. */
export interface GraphologyMeasurement {
  readonly buildSeconds: number;
  /** Heap size of the graph, divided by the number of edges. */
  readonly bytesAnEdge: number;
  readonly pairs: PairSpeed;
  /** Its Louvain on the same weights. */
  readonly communities: { readonly count: number; readonly modularity: number; readonly seconds: number };
}

/** Null if the graph is too large. */
export function measureGraphology(adjacency: AdjacencyIndex, ours: PairTotal): GraphologyMeasurement | null {
  if (adjacency.edgeCount > MAX_EDGES) return null;
  const before = heapAfterCollection();
  const build = timed(() => {
    const built = new UndirectedGraph<object, { weight: number; firstRecording: number }>();
    for (let id = 0; id < adjacency.artistCount; id += 1) built.addNode(adjacency.mbids.mbidOf(id));
    adjacency.forEachEdge((a, b, weight, firstRecording) => {
      built.addEdge(adjacency.mbids.mbidOf(a), adjacency.mbids.mbidOf(b), { weight, firstRecording });
    });
    return built;
  });
  const graph = build.result;
  const held = heapAfterCollection() - before;
  const swept = timed(() => sweepMaps(graph));
  checkSame(ours, swept.result, "graphology");
  return {
    buildSeconds: build.seconds,
    bytesAnEdge: Math.round(held / graph.size),
    pairs: speedOf(swept.result, swept.seconds),
    communities: measureCommunities(graph, adjacency),
  };
}

function measureCommunities(
  graph: UndirectedGraph,
  adjacency: AdjacencyIndex,
): GraphologyMeasurement["communities"] {
  let drawn = 0;
  const rng = (): number => mix32((drawn += 1)) / 2 ** 32;
  const { seconds, result } = timed(() => louvain(graph, { getEdgeWeight: "weight", rng }));
  const communities = Int32Array.from({ length: adjacency.artistCount }, (_, id) =>
    adjacency.degree(id) === 0 ? -1 : result[adjacency.mbids.mbidOf(id)]!,
  );
  return {
    count: new Set(communities.filter((community) => community >= 0)).size,
    modularity: modularity(shareGraph(adjacency), communities),
    seconds,
  };
}

/** All pairs' three features, accumulated in a Map an artist: the fastest way its interface allows. */
function sweepMaps(graph: UndirectedGraph): PairTotal {
  let pairs = 0;
  let total = 0;
  let attachment = 0;
  graph.forEachNode((node) => {
    const found = new Map<string, { common: number; adamicAdar: number }>();
    graph.forEachNeighbor(node, (between) => {
      const term = 1 / Math.log(graph.degree(between));
      graph.forEachNeighbor(between, (other) => {
        if (other <= node) return;
        const pair = found.get(other);
        if (pair === undefined) found.set(other, { common: 1, adamicAdar: term });
        else {
          pair.common += 1;
          pair.adamicAdar += term;
        }
      });
    });
    for (const [other, { adamicAdar }] of found) {
      if (graph.areNeighbors(node, other)) continue;
      pairs += 1;
      total += adamicAdar;
      attachment += graph.degree(node) * graph.degree(other);
    }
  });
  if (attachment < pairs) throw new Error("a pair at distance two has two artists with collaborators");
  return { pairs, adamicAdar: total };
}

function heapAfterCollection(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}
