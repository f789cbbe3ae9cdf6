import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SERVICES } from "@interlude/contracts";
import { choosePorts } from "@interlude/infra-local";
import { operatorDatabaseUrl } from "@interlude/infra-postgres";
import type { BenchNamespace, ProcessSample } from "@interlude/bench";
import type { Command } from "commander";
import { CommandError } from "../command-error.js";
import type { Namespace } from "../deployment/namespace.js";
import { serviceCommands } from "../deployment/service-commands.js";
import { createOutput } from "../output.js";
import { count, natural, onNamespace } from "./options.js";

interface IngestBenchOptions {
  json?: boolean;
  recordings: number;
  seed: number;
  packets?: boolean;
  curve?: string;
}

/** `bench ingest`, `bench graph-pairs`. The measurements are loaded when asked for: an image is without them. */
export function registerBenchCommands(program: Command): void {
  const bench = program.command("bench").description("measure; compare figures only within one run");

  bench
    .command("ingest")
    .exitOverride()
    .description("ingestion of a generated dump, beside bzip2, Postgres's copy and Kafka's own producer")
    .option("--recordings <n>", "recordings of the generated dump", count, 1_000_000)
    .option("--seed <n>", "same seed, same dump", natural, 1)
    .option("--packets", "measure packets of 10,000 row changes, too")
    .option("--curve <file>", "write the memory of ingestion to a file, a sample a second")
    .option("--json", "print results as JSON")
    .action((options: IngestBenchOptions) =>
      onNamespace({ json: options.json === true, namespace: ownNamespace() }, async (namespace, output) => {
        const { benchIngest, reportLines } = await loadBench();
        const folder = mkdtempSync(join(tmpdir(), "interlude-bench-"));
        try {
          const report = await benchIngest({
            recordings: options.recordings,
            seed: options.seed,
            packets: options.packets === true,
            folder,
            namespace: benchNamespace(namespace),
            version: program.version() ?? "",
            onStep: (line) => output.remark(line),
            onCurve: (curve) => {
              if (options.curve !== undefined) writeFileSync(options.curve, asCsv(curve));
            },
          });
          output.json(report);
          for (const line of reportLines(report)) output.line(line);
        } finally {
          rmSync(folder, { recursive: true });
        }
      }),
    );

  bench
    .command("graph-pairs")
    .exitOverride()
    .description("common neighbours, Adamic–Adar and preferential attachment of all pairs of a graph")
    .requiredOption("--edges <file>", "one undirected edge a line, two vertex numbers")
    .option("--rounds <n>", "rounds, of which the best counts", count, 5)
    .action(async ({ edges, rounds }: { edges: string; rounds: number }) => {
      const { benchGraphPairs } = await loadBench();
      createOutput(true).json(benchGraphPairs(edges, rounds));
    });
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

/** A namespace of nobody else's: it is emptied again and again, and removed in the end. */
function ownNamespace(): string {
  return `bench${randomBytes(4).toString("hex")}`;
}

/** What a measurement needs of a namespace; ingestion is started in it as `interlude ingest` does. */
function benchNamespace(namespace: Namespace): BenchNamespace {
  return {
    name: namespace.name,
    kafkaBrokers: namespace.addresses.kafkaBrokers,
    databaseUrl: operatorDatabaseUrl(namespace.administration),
    prepare: () => namespace.prepare(),
    remove: () => namespace.remove(),
    openLog: () => namespace.openLog(),
    openDatabase: () => namespace.openDatabase(),
    ingestion: async (folder) => {
      const ports = await choosePorts(SERVICES, {});
      const commands = serviceCommands(namespace, ports, { folder, mode: "once" });
      return commands.find(({ name }) => name === "ingestion")!;
    },
  };
}

function asCsv(curve: readonly ProcessSample[]): string {
  const lines = curve.map(({ seconds, rssBytes, cpuSeconds }) => `${seconds},${rssBytes},${cpuSeconds}\n`);
  return `seconds,rss_bytes,cpu_seconds\n${lines.join("")}`;
}
