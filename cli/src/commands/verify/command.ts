import { resultLines } from "@interlude/infra-checks";
import type { Command } from "commander";
import { CommandError } from "../../command-error.js";
import { type CommonOptions, onNamespace, withCommonOptions } from "../options.js";
import { verifyNamespace } from "./verify.js";

export function registerVerify(program: Command): void {
  withCommonOptions(program.command("verify"))
    .description("recompute everything from the relational tables and compare; exit 1 on any difference")
    .action((options: CommonOptions) =>
      onNamespace(options, async (namespace, output) => {
        const results = await verifyNamespace(namespace);
        output.json(results);
        for (const line of resultLines(results)) output.line(line);
        if (results.some(({ differences }) => differences > 0)) {
          throw new CommandError("DIFFERS", "The streamed state is not what a recomputation gives");
        }
      }),
    );
}
