import { readComponents } from "@interlude/infra-local";
import type { BenchNamespace } from "../../bench-namespace.js";
import { type Environment, environmentOf } from "../../environment.js";
import { type EdgeSource, edgeListOf } from "../edge-list.js";
import { fillCatalog } from "./catalog-topics.js";
import { type FirstLoadMeasurement, measureFirstLoad } from "./first-load.js";

export interface BenchTopicsOptions {
  readonly source: EdgeSource;
  readonly namespace: BenchNamespace;
  readonly version: string;
  /** Called with each step. */
  readonly onStep: (line: string) => void;
}

/** The measurements of one run. */
export interface TopicsReport {
  readonly bench: "graph-topics";
  readonly environment: Environment;
  readonly graph: string;
  readonly artists: number;
  readonly edges: number;
  readonly firstLoad: FirstLoadMeasurement;
}

/**
 * Measures how long the graph service takes to build the graph from topics, in a namespace of its own on servers that
 * run beside it.
 * @throws EdgeListError if the file is not an edge list
 * @throws ProgramError if the service ends by itself
 */
export async function benchTopics(options: BenchTopicsOptions): Promise<TopicsReport> {
  const { source, namespace, onStep } = options;
  onStep("reading or generating edges");
  const list = edgeListOf(source);
  try {
    await namespace.prepare();
    const environment = await environmentOf(options, readComponents());
    onStep(`${list.mbids.length} artists and ${list.weights.length} edges into the topics`);
    const log = namespace.openLog();
    await fillCatalog(list, { log, codec: await namespace.openCodec() }).finally(() => log.close());
    onStep("first load");
    const firstLoad = await measureFirstLoad(namespace);
    const { name: graph, mbids, weights } = list;
    return {
      bench: "graph-topics",
      environment,
      graph,
      artists: mbids.length,
      edges: weights.length,
      firstLoad,
    };
  } finally {
    await namespace.remove();
  }
}

/** The report for people. */
export function topicsLines({ graph, artists, edges, firstLoad }: TopicsReport): string[] {
  const { cpu, serviceMaxRssBytes } = firstLoad;
  const seconds = (value: number | null): string => (value === null ? "–" : `${value.toFixed(1)} s`);
  return [
    `${graph}: ${artists} artists, ${edges} edges, ${firstLoad.records} records in the topics`,
    `first load ${seconds(firstLoad.committedSeconds)} to the commit (reading ${seconds(firstLoad.readingSeconds)}, applying ${seconds(firstLoad.applyingSeconds)}), ${seconds(firstLoad.publishedSeconds)} until everything was published`,
    `processors service ${seconds(cpu.serviceSeconds)}, Postgres ${seconds(cpu.postgresSeconds)}, Kafka ${seconds(cpu.kafkaSeconds)}; the service held ${Math.round(serviceMaxRssBytes / 1e6)} MB at most`,
  ];
}
