import { DEFAULT_SAMPLE, sampleWorld } from "@interlude/core-sample";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type IngestOptions, ingest } from "../commands/ingest.js";
import { runOnce } from "../commands/run-once.js";
import { createOutput } from "../output.js";
import { writeSample } from "../sample/write-sample.js";
import { type CommonOptions, count, natural, onNamespace, stopSignal, withCommonOptions } from "./options.js";

interface RunOptions extends CommonOptions {
  source: string;
  resume?: boolean;
}

interface SampleOptions {
  out: string;
  artists: number;
  recordings: number;
  packets: number;
  seed: number;
  json?: boolean;
}

/** `run`, `ingest`, `sample`. */
export function registerSourceCommands(program: Command): void {
  withCommonOptions(program.command("run"))
    .description("stream a folder through everything in a fresh namespace, then stop")
    .requiredOption("--source <dir>", "folder with a dump, packets, AcousticBrainz archives, popularity CSVs")
    .addOption(
      new Option("--once", "stop when the last marker has come out of every stage").makeOptionMandatory(),
    )
    .option("--resume", "go on in the namespace as it is, instead of emptying it first")
    .action((options: RunOptions) =>
      onNamespace(
        options,
        async (namespace, output) => {
          const { source, resume = false } = options;
          const result = await runOnce(namespace, { source, resume, output });
          output.json(result);
          output.line(
            `namespace ${result.namespace}: ${result.epochs} epochs to sequence ${result.sequence}, ${result.rows} rows ` +
              `in ${result.seconds.stream.toFixed(1)} s, ${result.rowsPerSecondToGraph} rows/s to the graph`,
          );
          output.line(
            Object.entries(result.totals)
              .map(([name, total]) => `${total} ${name}`)
              .join(", "),
          );
        },
        "run",
      ),
    );

  const ingestCommand = program.command("ingest").description("publish files into a namespace, once");
  withCommonOptions(ingestCommand.command("dump <dir|url>"))
    .description(
      "a full export with the features beside it, from a folder or (downloaded first) from an export's address; " +
        "over an existing catalogue if it is newer",
    )
    .action((source: string, options: CommonOptions) => publish({ kind: "dump", source }, options));
  withCommonOptions(ingestCommand.command("packets <dir>"))
    .description("replication packets in sequence")
    .option(
      "--force <n[-m]>",
      "apply packets again that were applied, as when they were published again",
      packetRange,
    )
    .action((source: string, { force, ...options }: CommonOptions & { force?: string }) =>
      publish({ kind: "packets", source, ...(force !== undefined && { force }) }, options),
    );

  program
    .command("sample")
    .exitOverride()
    .description("write a seeded sample world in the sources' exact formats")
    .requiredOption("--out <dir>", "folder to write to")
    .option("--artists <n>", "artists of the dump", count, DEFAULT_SAMPLE.artists)
    .option("--recordings <n>", "recordings of the dump", count, DEFAULT_SAMPLE.recordings)
    .option("--packets <n>", "replication packets after the dump", natural, DEFAULT_SAMPLE.packets)
    .option("--seed <n>", "same seed, same bytes", natural, DEFAULT_SAMPLE.seed)
    .option("--json", "print results as JSON")
    .action(async ({ out, json, packets, ...size }: SampleOptions) => {
      const output = createOutput(json === true);
      await writeSample(sampleWorld({ ...size, packets }), out, { packets });
      output.json({ out, ...size, packets });
      output.line(
        `${out}: ${size.artists} artists, ${size.recordings} recordings, ${packets} packets, seed ${size.seed}`,
      );
    });
}

function publish(what: Omit<IngestOptions, "stop">, options: CommonOptions): Promise<void> {
  const stop = stopSignal();
  return onNamespace(options, async (namespace, output) => {
    const epoch = await ingest(namespace, { ...what, stop });
    output.json({ namespace: namespace.name, epoch });
    output.line(`published up to epoch ${epoch}`);
  });
}

function packetRange(text: string): string {
  if (!/^\d+(?:-\d+)?$/.test(text))
    throw new InvalidArgumentError("It must be a packet's number, or two as in 7-9.");
  return text;
}
