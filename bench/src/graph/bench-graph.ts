import { availableParallelism, cpus } from "node:os";
import { type AdjacencyIndex, findCommunities, modularity, shareGraph } from "@interlude/core-graph";
import { measureBuild } from "./building.js";
import { measureChanges } from "./changing.js";
import { measureDirty } from "./dirty-sets.js";
import { type EdgeList, generateEdgeList, readEdgeList } from "./edge-list.js";
import { measureGraphology } from "./in-graphology.js";
import { timed } from "./latencies.js";
import { measurePairs } from "./pairs.js";
import { measurePeers } from "./peers.js";
import { measureSnapshot } from "./replicating.js";
import type { GraphReport } from "./report.js";

/** Beyond this many pairs the truth of a dirty set is not held in memory. */
const MOST_PAIRS_COMPARED = 5_000_000;
const CHANGED_EDGES = 2_000;

export interface BenchGraphOptions {
  /** An edge list, or how many edges to generate. */
  readonly source: { readonly file: string } | { readonly generate: number; readonly seed: number };
  /** Rounds of which the best counts, where rounds are taken. */
  readonly rounds: number;
  readonly version: string;
  /** Told what is being done, and what is left out. */
  readonly onStep: (line: string) => void;
}

/**
 * Measures the graph engine on one graph, and on the same graph what it is held against. What is measured runs one
 * after the other, alone.
 * @throws EdgeListError where the file is no edge list
 */
export async function benchGraph({
  source,
  rounds,
  version,
  onStep,
}: BenchGraphOptions): Promise<GraphReport> {
  onStep("file" in source ? `reading ${source.file}` : `generating ${source.generate} edges`);
  const list: EdgeList =
    "file" in source ? readEdgeList(source.file) : generateEdgeList(source.generate, source.seed);
  onStep("build");
  const { graph, measurement: build } = measureBuild(list);
  const { adjacency } = graph;
  onStep("snapshot and restore");
  const snapshot = await measureSnapshot(adjacency);
  onStep("pairs");
  const pairs = await measurePairs(adjacency, rounds);
  onStep("peers");
  const total = { pairs: pairs.pairs, adamicAdar: pairs.adamicAdar };
  const peers = await measurePeers(list.file, total, rounds, onStep);
  onStep("graphology");
  const graphology = measureGraphology(adjacency, total);
  onStep("single edges");
  const changes = measureChanges(adjacency, Math.min(CHANGED_EDGES, Math.floor(adjacency.edgeCount / 2)));
  onStep("communities");
  const shared = shareGraph(adjacency);
  const communities = timed(() => findCommunities(shared));
  const { pairsPerSecond } = pairs.oneThread;
  const ratio = (other: { pairsPerSecond: number } | null | undefined): number | null =>
    other ? pairsPerSecond / other.pairsPerSecond : null;
  return {
    bench: "graph",
    environment: {
      cores: availableParallelism(),
      cpu: cpus()[0]?.model ?? "unknown",
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      interlude: version,
    },
    graph: list.name,
    artists: adjacency.artistCount,
    edges: adjacency.edgeCount,
    largestDegree: largestDegree(adjacency),
    rounds,
    build,
    snapshot,
    pairs,
    changes,
    dirty: pairs.pairs > MOST_PAIRS_COMPARED ? null : measureDirty(adjacency, 500),
    communities: {
      count: communities.result.reduce((most, community) => Math.max(most, community + 1), 0),
      modularity: modularity(shared, communities.result),
      seconds: communities.seconds,
    },
    graphology,
    peers,
    ratios: {
      toScipy: ratio(peers.scipy),
      toNetworkx: ratio(peers.networkx),
      toGraphology: ratio(graphology?.pairs),
      twoThreadsToOne: pairs.twoThreadsToOne,
    },
  };
}

function largestDegree(adjacency: AdjacencyIndex): number {
  let largest = 0;
  for (let artist = 0; artist < adjacency.artistCount; artist += 1) {
    largest = Math.max(largest, adjacency.degree(artist));
  }
  return largest;
}
