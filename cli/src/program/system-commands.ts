import { DEFAULT_SAMPLE } from "@interlude/core-sample";
import type { Command } from "commander";
import { bringDown } from "../commands/down.js";
import { resetNamespace } from "../commands/reset.js";
import { describeStatus, readSystemStatus } from "../commands/status.js";
import { bringUp, sampleFolder } from "../commands/up.js";
import { openSampleFeed } from "../sample/sample-feed.js";
import { CommandError } from "../command-error.js";
import { createOutput } from "../output.js";
import { type CommonOptions, count, natural, onNamespace, stopSignal, withCommonOptions } from "./options.js";

interface UpCommandOptions extends CommonOptions {
  source?: string;
  sample?: boolean;
  artists: number;
  recordings: number;
  seed: number;
  every: number;
}

/** `up`, `down`, `status`, `prepare`, `reset`. */
export function registerSystemCommands(program: Command): void {
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

  program
    .command("down")
    .exitOverride()
    .description("stop what `interlude up` started; the data stays")
    .action(bringDown);

  program
    .command("status")
    .exitOverride()
    .description("how the running services are doing")
    .option("--json", "print results as JSON")
    .action(async (options: CommonOptions) => {
      const output = createOutput(options.json === true);
      const status = await readSystemStatus();
      output.json(status);
      for (const line of describeStatus(status)) output.line(line);
    });

  withCommonOptions(program.command("prepare"))
    .description("create a namespace's database, roles, topics and subjects if they are missing")
    .action((options: CommonOptions) =>
      onNamespace(options, async (namespace, output) => {
        await namespace.prepare();
        output.json({ namespace: namespace.name });
        output.line(`namespace ${namespace.name === "" ? "(default)" : namespace.name} is ready`);
      }),
    );

  withCommonOptions(program.command("reset"))
    .description("remove a namespace with everything in it")
    .option("--yes", "do it")
    .action((options: CommonOptions & { yes?: boolean }) =>
      onNamespace(options, async (namespace, output) => {
        const name = namespace.name === "" ? "(default)" : namespace.name;
        if (options.yes !== true) {
          throw new CommandError(
            "USAGE",
            `This removes namespace ${name} with its topics and database; add --yes to do it`,
          );
        }
        const existed = await resetNamespace(namespace);
        output.json({ namespace: namespace.name, existed });
        output.line(existed ? `namespace ${name} is gone` : `there was no namespace ${name}`);
      }),
    );
}
