import type { Machine } from "../environment.js";
import type { BuildMeasurement } from "./building.js";
import type { ChangesMeasurement } from "./changing.js";
import type { DirtyMeasurement } from "./dirty-sets.js";
import type { GraphologyMeasurement } from "./in-graphology.js";
import type { Latencies } from "./latencies.js";
import type { PairsMeasurement } from "./pairs.js";
import type { PeersMeasurement } from "./peers.js";
import type { SnapshotMeasurement } from "./replicating.js";

/** What one run measured. Seconds, bytes; single operations in microseconds. */
export interface GraphReport {
  readonly bench: "graph";
  readonly environment: Machine;
  readonly graph: string;
  readonly artists: number;
  readonly edges: number;
  readonly largestDegree: number;
  readonly rounds: number;
  readonly build: BuildMeasurement;
  readonly snapshot: SnapshotMeasurement;
  readonly pairs: PairsMeasurement;
  readonly changes: ChangesMeasurement;
  /** Null on graphs whose pairs do not fit in memory. */
  readonly dirty: DirtyMeasurement | null;
  /** Louvain communities, computed anew. */
  readonly communities: { readonly count: number; readonly modularity: number; readonly seconds: number };
  readonly graphology: GraphologyMeasurement | null;
  readonly peers: PeersMeasurement;
  /** Our pairs a second on one thread to theirs; more is better. */
  readonly ratios: {
    readonly toScipy: number | null;
    readonly toNetworkx: number | null;
    readonly toGraphology: number | null;
    readonly twoThreadsToOne: number;
  };
}

/** The report for people. */
export function graphLines(report: GraphReport): string[] {
  const { build, snapshot, pairs, changes, dirty, peers, ratios, graphology } = report;
  const { replica } = snapshot;
  const ratio = (value: number | null): string => (value === null ? "–" : `${value.toFixed(1)}×`);
  const lines = [
    `${report.graph}: ${report.artists} artists, ${report.edges} edges, largest degree ${report.largestDegree}`,
    `build      ${seconds(build.seconds)}, ${build.edgesPerSecond} edges/s; insert ${micros(build.inserts)}; ${megabytes(build.memoryBytes)}, ${build.bytesAnEdge} B an edge beyond 64 an artist`,
    `snapshot   ${megabytes(snapshot.bytes)}, written in ${seconds(snapshot.writeSeconds)}, restored in ${seconds(replica.restoreSeconds)}, embedding and structure ${seconds(replica.derivedSeconds)} more, nothing blocked for more than ${replica.longestBlockMilliseconds} ms`,
    `memory     ${megabytes(replica.rssBytes)} resident, ${megabytes(replica.communitiesRssBytes)} while communities are computed, ${megabytes(replica.mostRssBytes)} at most`,
    `pairs      ${pairs.pairs}; one thread ${millions(pairs.oneThread.pairsPerSecond)}, ${pairs.workers.map(({ threads, pairsPerSecond }) => `${threads} worker${threads > 1 ? "s" : ""} ${millions(pairsPerSecond)}`).join(", ")}`,
    `peers      SciPy ${peers.scipy === null ? "–" : millions(peers.scipy.pairsPerSecond)}, NetworkX ${peers.networkx === null ? "–" : millions(peers.networkx.pairsPerSecond)}, graphology ${graphology === null ? "–" : `${millions(graphology.pairs.pairsPerSecond)}, ${graphology.bytesAnEdge} B an edge`}`,
    `ratios     SciPy ${ratio(ratios.toScipy)}, NetworkX ${ratio(ratios.toNetworkx)}, graphology ${ratio(ratios.toGraphology)}, two workers to one ${ratio(ratios.twoThreadsToOne)}`,
    `rescoring  insert ${micros(changes.rescoring.inserts)}, removal ${micros(changes.rescoring.removals)}; ${changes.rescoring.inserts.perSecond} inserts/s`,
    `embedding  all ${seconds(changes.embeddingFullSeconds)}; insert ${micros(changes.embedding.inserts)}, removal ${micros(changes.embedding.removals)}; ${changes.embeddingIdentical ? "identical" : "NOT IDENTICAL"} to a full computation`,
    `structure  all ${seconds(changes.structureFullSeconds)}, core numbers alone ${seconds(changes.coresFullSeconds)}; insert ${micros(changes.structure.inserts)}, removal ${micros(changes.structure.removals)}`,
    `packet     ${changes.packet.edges} edges, ${changes.packet.dirtyArtists} dirty artists in ${seconds(changes.packet.seconds)}`,
    `queries    ten nearest of all ${seconds(replica.nearestSeconds)}`,
    `louvain    ${communitiesLine(report.communities)}${graphology === null ? "" : `; graphology ${communitiesLine(graphology.communities)}`}`,
  ];
  if (dirty !== null) {
    lines.push(
      `dirty      ${dirty.marked} artists of ${dirty.edges} edges, ${dirty.overMarked} of them for nothing, ${dirty.missedPairs} pairs missed`,
    );
  }
  return lines;
}

function communitiesLine({ count, modularity, seconds: took }: GraphReport["communities"]): string {
  return `${count} communities, modularity ${modularity.toFixed(4)}, in ${seconds(took)}`;
}

function seconds(value: number): string {
  return value < 1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(1)} s`;
}

function micros({ p50, p99, max }: Latencies): string {
  return `p50 ${p50} µs, p99 ${p99} µs, max ${max} µs`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function millions(perSecond: number): string {
  return `${(perSecond / 1e6).toPrecision(3)} M/s`;
}
