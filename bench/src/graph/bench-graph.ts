import { type AdjacencyIndex, findCommunities, modularity, shareGraph } from "@interlude/core-graph";
import { machineOf } from "../environment.js";
import { measureBuild } from "./building.js";
import { measureChanges } from "./changing.js";
import { measureDirty } from "./dirty-sets.js";
import { type EdgeSource, edgeListOf } from "./edge-list.js";
import { measureGraphology } from "./in-graphology.js";
import { timed } from "./latencies.js";
import { measurePairs } from "./pairs.js";
import { measurePeers } from "./peers.js";
import { measureSnapshot } from "./replicating.js";
import type { GraphReport } from "./report.js";

/** With more pairs the dirty set is not checked, since hashes of all pairs are held in memory. */
const MAX_PAIRS_COMPARED = 5_000_000;
const CHANGED_EDGES = 2_000;

export interface BenchGraphOptions {
  readonly source: EdgeSource;
  /** Rounds of the measurements that take the fastest of several. */
  readonly rounds: number;
  readonly version: string;
  /** Called with each step, and with what is skipped. */
  readonly onStep: (line: string) => void;
}

/**
 * Measures the graph engine on a graph, and its peers on the same one, one measurement after the other.
 * @throws EdgeListError if the file is not an edge list
 */
export async function benchGraph({
  source,
  rounds,
  version,
  onStep,
}: BenchGraphOptions): Promise<GraphReport> {
  onStep("file" in source ? `reading ${source.file}` : `generating ${source.generate} edges`);
  const list = edgeListOf(source);
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
    environment: machineOf(version),
    graph: list.name,
    artists: adjacency.artistCount,
    edges: adjacency.edgeCount,
    largestDegree: largestDegree(adjacency),
    rounds,
    build,
    snapshot,
    pairs,
    changes,
    dirty: pairs.pairs > MAX_PAIRS_COMPARED ? null : measureDirty(adjacency, 500),
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
