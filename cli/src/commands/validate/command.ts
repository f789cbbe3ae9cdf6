import { isValid, reportLines } from "@interlude/infra-checks";
import type { Command } from "commander";
import { CommandError } from "../../command-error.js";
import { describeCut } from "../../deployment/consistent-cut.js";
import { type CommonOptions, count, readingNamespace, withCommonOptions } from "../options.js";
import { validateNamespace } from "./validate.js";

export function registerValidate(program: Command): void {
  withCommonOptions(program.command("validate"))
    .description("check that the stored data are as they must be; exit 1 on a broken rule, not on a warning")
    .option("--statement-timeout <seconds>", "how long one rule may take", count, 600)
    .action((options: CommonOptions & { statementTimeout: number }) =>
      readingNamespace(options, async (namespace, output) => {
        const report = await validateNamespace(
          namespace,
          { statementTimeoutMs: options.statementTimeout * 1000 },
          { remark: output.remark, onCut: (cut) => output.remark(describeCut(cut)) },
        );
        output.json(report);
        for (const line of reportLines(report)) output.line(line);
        if (!isValid(report)) throw new CommandError("INVALID", "The stored data break a rule");
      }),
    );
}
