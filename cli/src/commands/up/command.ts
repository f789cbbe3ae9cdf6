import { DEFAULT_SAMPLE } from "@interlude/core-sample";
import type { Command } from "commander";
import { createOutput } from "../../output.js";
import { openSampleFeed } from "../../sample/sample-feed.js";
import {
  type CommonOptions,
  count,
  natural,
  onNamespace,
  stopSignal,
  withCommonOptions,
} from "../options.js";
import { bringUp, sampleFolder } from "./up.js";

interface UpCommandOptions extends CommonOptions {
  source?: string;
  sample?: boolean;
  artists: number;
  recordings: number;
  seed: number;
  every: number;
}

export function registerUp(program: Command): void {
  withCommonOptions(program.command("up"))
    .description("start servers and services, and show them until Ctrl-C")
    .option("--source <dir>", "folder of dumps, packets and features to follow")
    .option("--sample", "make a sample world and keep editing it")
    .option("--artists <n>", "artists of the sample", count, DEFAULT_SAMPLE.artists)
    .option("--recordings <n>", "recordings of the sample", count, DEFAULT_SAMPLE.recordings)
    .option("--seed <n>", "seed of the sample", natural, DEFAULT_SAMPLE.seed)
    .option("--every <ms>", "milliseconds between the sample's packets", count, 3_000)
    .action(async (options: UpCommandOptions) => {
      const stop = stopSignal();
      const { artists, recordings, seed, every: everyMs } = options;
      const size = { artists, recordings, seed };
      const onMessage = createOutput(false).remark;
      const sample =
        options.sample === true
          ? openSampleFeed({ ...size, everyMs, folder: sampleFolder(size), onMessage })
          : null;
      // Awaited once the servers are up; until then a failure is expected.
      sample?.catch(() => {});
      await onNamespace(
        options,
        (namespace) => bringUp({ namespace, source: options.source ?? null, sample, stop }),
        sample === null ? "" : "sample",
      );
    });
}
