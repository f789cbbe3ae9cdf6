import { CollaborationGraph } from "@interlude/core-graph";
import { readComponents } from "@interlude/infra-local";
import type { BenchNamespace } from "../../bench-namespace.js";
import { type Environment, environmentOf } from "../../environment.js";
import { type EdgeList, generateEdgeList } from "../../graph/edge-list.js";
import { graphOf } from "../graph-of.js";
import { type LoadMeasurement, measureLoad } from "./scoring-load.js";

/** How many times larger the larger graph is. */
const PARTS = 20;

export interface BenchScoringTopicsOptions {
  /** Edges of the larger graph. */
  readonly edges: number;
  readonly seed: number;
  readonly namespace: BenchNamespace;
  readonly version: string;
  /** Called with each step. */
  readonly onStep: (line: string) => void;
}

/** The measurements of one run. */
export interface ScoringTopicsReport {
  readonly bench: "scoring-topics";
  readonly environment: Environment;
  /** A graph of twenty parts, … */
  readonly graph: LoadMeasurement;
  /** … and the first of them alone; the packets change that part only, in both alike. */
  readonly twentieth: LoadMeasurement;
  /** What the packet takes on the graph, relative to its twentieth. */
  readonly packetRatio: number;
}

/**
 * Measures scoring as a service, in a namespace of its own on servers that run beside it.
 * @throws ProgramError if the service ends by itself
 */
export async function benchScoringTopics(options: BenchScoringTopicsOptions): Promise<ScoringTopicsReport> {
  const { edges, seed, namespace, onStep } = options;
  onStep(`generating ${edges} edges`);
  const parts = Array.from({ length: PARTS }, (_, part) => partOf(edges, seed, part));
  const measured = async (some: readonly EdgeList[]): Promise<LoadMeasurement> => {
    await namespace.prepare();
    const graph: CollaborationGraph = graphOf(parts[0]!);
    return measureLoad(namespace, some, graph, (line) => onStep(`${some.length} of ${PARTS} parts: ${line}`));
  };
  try {
    const twentieth = await measured(parts.slice(0, 1));
    const environment = await environmentOf(options, readComponents());
    await namespace.remove();
    const graph = await measured(parts);
    const packetRatio = graph.packetSeconds / twentieth.packetSeconds;
    return { bench: "scoring-topics", environment, graph, twentieth, packetRatio };
  } finally {
    await namespace.remove();
  }
}

/** A part of the graph; recordings of different parts are different ones. */
function partOf(edges: number, seed: number, part: number): EdgeList {
  const list = generateEdgeList(Math.ceil(edges / PARTS), seed * PARTS + part);
  return { ...list, firstRecordings: list.firstRecordings.map((recording) => recording * PARTS + part) };
}

/** The report for people. */
export function scoringTopicsLines({ graph, twentieth, packetRatio }: ScoringTopicsReport): string[] {
  return [...linesOf(twentieth), ...linesOf(graph), `packet ratio ${packetRatio.toFixed(2)}`];
}

function linesOf(load: LoadMeasurement): string[] {
  const seconds = (value: number): string => `${value.toFixed(1)} s`;
  const pairs = Object.entries(load.scoredPairs).map(([status, count]) => `${count} ${status}`);
  const packets = load.packets.map(
    (packet) => `${seconds(packet.seconds)} (${packet.edges} edges, ${packet.dirtyArtists} dirty artists)`,
  );
  return [
    `${load.artists} artists, ${load.edges} edges; ${pairs.join(", ")}`,
    `  first load ${seconds(load.firstLoadSeconds)}, training ${seconds(load.trainingSeconds)}, rescoring ${seconds(load.rescoringSeconds)}; the service held ${Math.round(load.serviceMaxRssBytes / 1e6)} MB at most`,
    `  packets of ${load.packetRows} rows ${packets.join(", ")}`,
  ];
}
