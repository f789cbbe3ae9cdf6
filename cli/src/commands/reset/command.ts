import type { Command } from "commander";
import { CommandError } from "../../command-error.js";
import { type CommonOptions, onNamespace, withCommonOptions } from "../options.js";

export function registerReset(program: Command): void {
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
        const existed = await namespace.exists();
        await namespace.remove();
        output.json({ namespace: namespace.name, existed });
        output.line(existed ? `namespace ${name} is gone` : `there was no namespace ${name}`);
      }),
    );
}
