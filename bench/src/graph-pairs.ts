import { readFileSync } from "node:fs";
import { AdjacencyIndex, numberedMbid } from "@interlude/core-graph";
import { PairSweep } from "@interlude/core-links";

/** What one run measured. Times in seconds, best of the rounds. */
export interface GraphPairsReport {
  readonly bench: "graph-pairs";
  readonly file: string;
  readonly artists: number;
  readonly edges: number;
  /** Unordered pairs at distance two; each got its three features once. */
  readonly pairs: number;
  readonly buildSeconds: number;
  readonly sweepSeconds: number;
  readonly pairsPerSecond: number;
  readonly rounds: number;
  /** Σ Adamic–Adar over all pairs: keeps the work from being optimised away, and must never change. */
  readonly checksum: number;
  readonly node: string;
}

/**
 * Measures common neighbours, Adamic–Adar and preferential attachment of all pairs of an edge list (one
 * undirected edge a line, two vertex numbers) on one thread.
 */
export function benchGraphPairs(file: string, rounds = 5): GraphPairsReport {
  const edges = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(/\s+/).map(Number) as [number, number]);
  const buildStart = performance.now();
  const graph = new AdjacencyIndex();
  for (const [a, b] of edges)
    graph.setEdge(graph.intern(numberedMbid(a)), graph.intern(numberedMbid(b)), 1, 1);
  const buildSeconds = (performance.now() - buildStart) / 1000;
  let sweepSeconds = Infinity;
  let result = { pairs: 0, checksum: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    result = sweepAll(graph);
    sweepSeconds = Math.min(sweepSeconds, (performance.now() - start) / 1000);
  }
  return {
    bench: "graph-pairs",
    file,
    artists: graph.artistCount,
    edges: graph.edgeCount,
    pairs: result.pairs,
    buildSeconds,
    sweepSeconds,
    pairsPerSecond: Math.round(result.pairs / sweepSeconds),
    rounds,
    checksum: result.checksum,
    node: process.version,
  };
}

function sweepAll(graph: AdjacencyIndex): { pairs: number; checksum: number } {
  const sweep = new PairSweep(graph);
  let pairs = 0;
  let checksum = 0;
  for (let artist = 0; artist < graph.artistCount; artist += 1) {
    sweep.run(artist, "larger ids");
    const { count, adamicAdar } = sweep.candidates;
    for (let i = 0; i < count; i += 1) checksum += adamicAdar[i]!;
    pairs += count;
  }
  return { pairs, checksum };
}
