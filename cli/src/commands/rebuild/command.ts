import { Argument, type Command } from "commander";
import { CommandError } from "../../command-error.js";
import { type CommonOptions, onNamespace, withCommonOptions } from "../options.js";
import { beginRebuild, waitForRebuild } from "./rebuild.js";
import { REBUILDS, type RebuiltService } from "./rebuilds.js";

const REMARK_EVERY_MS = 5_000;

interface RebuildCommandOptions extends CommonOptions {
  readonly yes?: boolean;
  readonly untilDump?: boolean;
  readonly wait?: boolean;
}

export function registerRebuild(program: Command): void {
  withCommonOptions(program.command("rebuild"))
    .description(
      "have a service read its topics again from the beginning, with empty tables; the others go on",
    )
    .addArgument(new Argument("<service>").choices(Object.keys(REBUILDS)))
    .option("--yes", "do it")
    .option("--until-dump", "keep the tables; a full dump will bring what topics have lost")
    .option("--wait", "until the service is complete again, which takes the next epoch")
    .action((service: RebuiltService, options: RebuildCommandOptions) => {
      const { yes = false, untilDump, wait = false } = options;
      if (!yes) {
        throw new CommandError(
          "USAGE",
          `This has ${service} read its topics again${untilDump ? "" : ", with empty tables"}; add --yes to do it`,
        );
      }
      return onNamespace(options, async (namespace, output) => {
        output.remark(`waiting for ${service} to end what it has at hand`);
        const begun = await beginRebuild(namespace, service, { untilDump });
        output.json(begun);
        output.line(
          `${service} reads its topics again; it is complete with the first epoch after ${begun.afterEpoch}. ` +
            "If the feed is quiet, that comes with the next packet",
        );
        if (!wait) return;
        let remarked = Number.NEGATIVE_INFINITY;
        await waitForRebuild(namespace, begun, (recordsLeft) => {
          if (performance.now() - remarked < REMARK_EVERY_MS) return;
          remarked = performance.now();
          output.remark(
            recordsLeft > 0
              ? `${recordsLeft} offsets are to be read again`
              : `everything is read; waiting for the end of the first epoch after ${begun.afterEpoch}`,
          );
        });
        output.line(`${service} is complete again`);
      });
    });
}
