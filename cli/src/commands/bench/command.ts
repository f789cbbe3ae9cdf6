import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SERVICES, type ServiceName } from "@interlude/contracts";
import { choosePorts } from "@interlude/infra-local";
import { operatorDatabaseUrl } from "@interlude/infra-postgres";
import type { BenchIngestOptions, BenchNamespace, ProcessSample } from "@interlude/bench";
import { type Command, Option } from "commander";
import { CommandError, EXIT } from "../../command-error.js";
import type { Namespace } from "@interlude/infra-local";
import { type ServiceCommand, serviceCommands } from "../../deployment/service-commands.js";
import { createOutput } from "../../output.js";
import { count, natural, onNamespace, stopSignal } from "../options.js";

/** A measurement whose programs were ended may still be cleaning up itself. */
const SETTLE_MS = 5_000;

interface DumpBenchOptions {
  json?: boolean;
  recordings: number;
  seed: number;
  curve?: string;
}

interface IngestBenchOptions extends DumpBenchOptions {
  packets?: boolean;
}

interface NormalizeBenchOptions extends DumpBenchOptions {
  reload: boolean;
}

interface GraphBenchOptions {
  json?: boolean;
  edges?: string;
  generate: number;
  seed: number;
  rounds: number;
  topics?: boolean;
}

/** `bench ingest`, `bench normalize`, `bench graph`. The measurements are loaded when asked for: an image is without them. */
export function registerBench(program: Command): void {
  const version = program.version() ?? "";
  const bench = program.command("bench").description("measure; compare figures only within one run");

  withDumpOptions(bench.command("ingest"))
    .description("ingestion of a generated dump, beside bzip2, Postgres's copy and Kafka's own producer")
    .option("--packets", "measure packets of 10,000 row changes, too")
    .action((options: IngestBenchOptions) =>
      measuring(options, version, async (common) => {
        const { benchIngest, reportLines } = await loadBench();
        const report = await benchIngest({
          ...common,
          ...sizeOf(options),
          packets: options.packets === true,
        });
        return { report, lines: reportLines(report) };
      }),
    );

  withDumpOptions(bench.command("normalize"))
    .description("normalization of a generated dump, packets and merges, beside Postgres's copy")
    .option("--no-reload", "leave the newer dump over the full store out")
    .action((options: NormalizeBenchOptions) =>
      measuring(options, version, async (common) => {
        const { benchNormalize, normalizeLines } = await loadBench();
        const report = await benchNormalize({ ...common, ...sizeOf(options), reload: options.reload });
        return { report, lines: normalizeLines(report) };
      }),
    );

  bench
    .command("graph")
    .exitOverride()
    .description("the graph engine on a graph, beside SciPy, NetworkX and graphology")
    .addOption(
      new Option(
        "--edges <file>",
        "one undirected edge a line: two vertex numbers, or two MBIDs and a weight",
      ).conflicts("generate"),
    )
    .option("--generate <edges>", "generate a heavy-tailed graph of so many edges", count, 100_000)
    .option("--seed <n>", "same seed, same generated graph", natural, 1)
    .option("--rounds <n>", "rounds, of which the best counts", count, 5)
    .option(
      "--topics",
      "measure how long the service takes to build it from topics, on servers, and nothing else",
    )
    .option("--json", "print results as JSON")
    .action(async ({ edges, generate, seed, rounds, json, topics }: GraphBenchOptions) => {
      const { benchGraph, benchTopics, graphLines, topicsLines } = await loadBench();
      const source = edges === undefined ? { generate, seed } : { file: edges };
      if (topics === true) {
        return measuring({ json }, version, async (common) => {
          const report = await benchTopics({ ...common, source });
          return { report, lines: topicsLines(report) };
        });
      }
      const output = createOutput(json === true);
      const report = await benchGraph({ source, rounds, version, onStep: (line) => output.remark(line) });
      output.json(report);
      for (const line of graphLines(report)) output.line(line);
    });
}

/** Adds what measurements of a service on a generated dump have in common. */
function withDumpOptions(command: Command): Command {
  return command
    .exitOverride()
    .option("--recordings <n>", "recordings of the generated dump", count, 1_000_000)
    .option("--seed <n>", "same seed, same dump", natural, 1)
    .option("--curve <file>", "write the memory of the service to a file, a sample a second")
    .option("--json", "print results as JSON");
}

function sizeOf({ recordings, seed }: DumpBenchOptions): Pick<DumpBenchOptions, "recordings" | "seed"> {
  return { recordings, seed };
}

/** What every measurement on servers is given. */
type Common = Omit<BenchIngestOptions, "packets" | "recordings" | "seed">;

/** Measures in a namespace and a folder of its own, and prints what came of it. */
function measuring(
  { json, curve }: Pick<DumpBenchOptions, "json" | "curve">,
  version: string,
  measure: (common: Common) => Promise<{ report: object; lines: string[] }>,
): Promise<void> {
  const own = { json: json === true, namespace: ownNamespace() };
  const stop = stopSignal();
  const measured = onNamespace(own, async (namespace, output) => {
    const folder = mkdtempSync(join(tmpdir(), "interlude-bench-"));
    try {
      const work = measure({
        folder,
        namespace: benchNamespace(namespace),
        version,
        onStep: (line) => output.remark(line),
        onCurve: (samples) => {
          if (curve !== undefined) writeFileSync(curve, asCsv(samples));
        },
      });
      const { report, lines } = await untilStopped(work, stop, () => namespace.remove());
      output.json(report);
      for (const line of lines) output.line(line);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  // What generates in this process cannot be told to stop: the process ends under it, once all is cleaned up.
  return measured.catch((error: unknown) => {
    if (!stop.aborted || error !== stop.reason) throw error;
    process.stderr.write(
      "INTERRUPTED: the measurement was broken off; its folder and namespace are removed\n",
    );
    process.exit(EXIT.failed);
  });
}

/** The work's result; if the signal comes first, ends its programs, cleans up and rejects with the reason. */
async function untilStopped<Result>(
  work: Promise<Result>,
  stop: AbortSignal,
  cleanUp: () => Promise<void>,
): Promise<Result> {
  const stopped = new Promise<never>((_resolve, reject) => {
    stop.addEventListener("abort", () => reject(stop.reason as Error), { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    if (stop.aborted) {
      const { endPrograms } = await loadBench();
      await endPrograms();
      await Promise.race([work.catch(() => undefined), sleep(SETTLE_MS, undefined, { ref: false })]);
      await cleanUp();
    }
  }
}

async function loadBench(): Promise<typeof import("@interlude/bench")> {
  try {
    return await import("@interlude/bench");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new CommandError("USAGE", "The measurements are not installed here; run them from a checkout", {
      cause,
    });
  }
}

/** A namespace that nothing else uses: it is emptied again and again, and removed in the end. */
function ownNamespace(): string {
  return `bench${randomBytes(4).toString("hex")}`;
}

/** What a measurement needs of a namespace; services are started in it as `interlude up` does. */
function benchNamespace(namespace: Namespace): BenchNamespace {
  const commandOf = async (service: ServiceName, folder?: string): Promise<ServiceCommand> => {
    const ports = await choosePorts(SERVICES, {});
    const source = { ...(folder === undefined ? {} : { folder }), mode: "once" } as const;
    const commands = serviceCommands({ namespace, ports, source, environment: process.env });
    return commands.find(({ name }) => name === service)!;
  };
  return {
    name: namespace.name,
    kafka: namespace.addresses.kafka,
    databaseUrl: operatorDatabaseUrl(namespace.administration),
    prepare: () => namespace.prepare(),
    remove: () => namespace.remove(),
    openLog: () => namespace.openLog(),
    openCodec: () => namespace.openCodec(),
    openDatabase: () => namespace.openDatabase(),
    ingestion: (folder) => commandOf("ingestion", folder),
    normalization: () => commandOf("normalization"),
    graph: () => commandOf("graph"),
  };
}

function asCsv(curve: readonly ProcessSample[]): string {
  const lines = curve.map(({ seconds, rssBytes, cpuSeconds }) => `${seconds},${rssBytes},${cpuSeconds}\n`);
  return `seconds,rss_bytes,cpu_seconds\n${lines.join("")}`;
}
