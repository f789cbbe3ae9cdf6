import { DEFAULT_SAMPLE, sampleWorld } from "@interlude/core-sample";
import type { Command } from "commander";
import { createOutput } from "../../output.js";
import { writeSample } from "../../sample/write-sample.js";
import { count, natural } from "../options.js";

interface SampleOptions {
  out: string;
  artists: number;
  recordings: number;
  packets: number;
  seed: number;
  json?: boolean;
}

export function registerSample(program: Command): void {
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
