import type { Command } from "commander";
import { type CommonOptions, onNamespace, withCommonOptions } from "../options.js";

export function registerPrepare(program: Command): void {
  withCommonOptions(program.command("prepare"))
    .description("create a namespace's database, roles, topics and subjects if they are missing")
    .action((options: CommonOptions) =>
      onNamespace(options, async (namespace, output) => {
        await namespace.prepare();
        output.json({ namespace: namespace.name });
        output.line(`namespace ${namespace.name === "" ? "(default)" : namespace.name} is ready`);
      }),
    );
}
