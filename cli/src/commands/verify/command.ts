import { orderLines, resultLines } from "@interlude/infra-checks";
import type { Command } from "commander";
import { CommandError } from "../../command-error.js";
import { type Cut, describeCut } from "../../deployment/consistent-cut.js";
import { type CommonOptions, readingNamespace, withCommonOptions } from "../options.js";
import { isInOrder, verifyTopics } from "./verify-topics.js";
import { verifyNamespace } from "./verify.js";

export function registerVerify(program: Command): void {
  withCommonOptions(program.command("verify"))
    .description("recompute everything from the relational tables and compare; exit 1 on any difference")
    .option("--topics", "read every topic as it is on the broker instead: its order, and its newest values")
    .action((options: CommonOptions & { topics?: boolean }) =>
      readingNamespace(options, async (namespace, output) => {
        const { remark } = output;
        const cutReport = { remark, onCut: (cut: Cut): void => remark(describeCut(cut)) };
        if (options.topics === true) {
          const report = await verifyTopics(namespace, cutReport);
          output.json(report);
          for (const line of [...orderLines(report.order), ...resultLines(report.results)]) output.line(line);
          if (isInOrder(report)) return;
          throw new CommandError("DIFFERS", "The topics are not what the stages should have written");
        }
        const results = await verifyNamespace(namespace, cutReport);
        output.json(results);
        for (const line of resultLines(results)) output.line(line);
        if (results.some(({ differences }) => differences > 0)) {
          throw new CommandError("DIFFERS", "The streamed state is not what a recomputation gives");
        }
      }),
    );
}
