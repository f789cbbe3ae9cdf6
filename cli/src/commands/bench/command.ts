import { type Command, Option } from "commander";
import { createOutput } from "../../output.js";
import { count, natural } from "../options.js";
import { runFaultScenarios } from "./faults.js";
import { registerGenerate } from "./generate.js";
import { loadBench, measuring } from "./measuring.js";

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

interface RelayBenchOptions {
  json?: boolean;
  megabytes: number;
  epochs: number;
  rounds: number;
}

interface OutboxBenchOptions {
  json?: boolean;
  epochs: number;
}

interface GraphBenchOptions {
  json?: boolean;
  edges?: string;
  generate: number;
  seed: number;
  rounds: number;
  topics?: boolean;
}

interface HysteresisBenchOptions extends Pick<GraphBenchOptions, "edges" | "generate" | "seed" | "json"> {
  packets: number;
  changes: number;
}

/** `bench ingest`, `bench normalize`, `bench outbox`, `bench relay`, `bench graph`, `bench scoring`, `bench hysteresis`, `bench generate`. The measurements are loaded when asked for: an image is without them. */
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
    .command("outbox")
    .exitOverride()
    .description("what many small epochs do to a stage's tables and to its relay")
    .option("--epochs <n>", "epochs to commit and relay", count, 100_000)
    .option("--json", "print results as JSON")
    .action((options: OutboxBenchOptions) =>
      measuring(options, version, async (common) => {
        const { benchOutbox, outboxLines } = await loadBench();
        const report = await benchOutbox({ ...common, epochs: options.epochs });
        return { report, lines: outboxLines(report) };
      }),
    );

  bench
    .command("relay")
    .exitOverride()
    .description("what it costs that Kafka fences the relay of an outbox")
    .option("--megabytes <n>", "of the bulk", count, 200)
    .option("--epochs <n>", "small epochs, one after the other", count, 100)
    .option("--rounds <n>", "how often each way is measured", count, 3)
    .option("--json", "print results as JSON")
    .action(({ megabytes, epochs, rounds, ...options }: RelayBenchOptions) =>
      measuring(options, version, async (common) => {
        const { benchRelay, relayLines } = await loadBench();
        const report = await benchRelay({ ...common, megabytes, epochs, rounds });
        return { report, lines: relayLines(report) };
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

  bench
    .command("scoring")
    .exitOverride()
    .description("how fast pairs are scored on a graph, on one thread; or scoring as a service, on servers")
    .addOption(
      new Option(
        "--edges <file>",
        "one undirected edge a line: two vertex numbers, or two MBIDs and a weight",
      ).conflicts("generate"),
    )
    .option("--generate <edges>", "generate a heavy-tailed graph of so many edges", count, 100_000)
    .option("--seed <n>", "same seed, same generated graph", natural, 1)
    .option("--rounds <n>", "rounds, of which the best counts", count, 5)
    .addOption(
      new Option(
        "--topics",
        "measure first load, rescoring and packets of the service on servers, on the generated graph and on a twentieth of it, and nothing else",
      ).conflicts("edges"),
    )
    .option("--json", "print results as JSON")
    .action(async ({ edges, generate, seed, rounds, json, topics }: GraphBenchOptions) => {
      const { benchScoring, benchScoringTopics, scoringLines, scoringTopicsLines } = await loadBench();
      if (topics === true) {
        return measuring({ json }, version, async (common) => {
          const report = await benchScoringTopics({ ...common, edges: generate, seed });
          return { report, lines: scoringTopicsLines(report) };
        });
      }
      const source = edges === undefined ? { generate, seed } : { file: edges };
      const output = createOutput(json === true);
      const report = benchScoring({ source, rounds, version, onStep: (line) => output.remark(line) });
      output.json(report);
      for (const line of scoringLines(report)) output.line(line);
    });

  bench
    .command("hysteresis")
    .exitOverride()
    .description("how often candidates come back that fell below the threshold, by the margin of hysteresis")
    .addOption(new Option("--edges <file>", "as of `bench scoring`").conflicts("generate"))
    .option("--generate <edges>", "generate a heavy-tailed graph of so many edges", count, 10_000)
    .option("--packets <n>", "packets of random edits", count, 100)
    .option("--changes <n>", "edges that come or go in a packet", count, 5)
    .option("--seed <n>", "same seed, same edits", natural, 1)
    .option("--json", "print results as JSON")
    .action(async ({ edges, generate, packets, changes, seed, json }: HysteresisBenchOptions) => {
      const { benchHysteresis, hysteresisLines } = await loadBench();
      const source = edges === undefined ? { generate, seed } : { file: edges };
      const output = createOutput(json === true);
      const report = benchHysteresis({ source, packets, changes, seed });
      output.json(report);
      for (const line of hysteresisLines(report)) output.line(line);
    });

  registerGenerate(bench, version);
  registerFaults(bench);
}

/** `bench faults`: no measurement, but as rarely run, and as long. */
function registerFaults(bench: Command): void {
  bench
    .command("faults")
    .exitOverride()
    .description(
      "let things go wrong while packets come in, and check that nothing is lost; exit 1 if something is",
    )
    .option("--only <names...>", "scenarios whose names begin so", [])
    .option("--short", "the one scenario that continuous integration runs")
    .option("--seed <n>", "same seed, same moments", natural, 1)
    .option("--json", "print results as JSON")
    .action((options: { short?: boolean; only: string[]; seed: number; json?: boolean }) =>
      runFaultScenarios(options),
    );
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
