import type { Command } from "commander";
import { requireTakenIn } from "../../deployment/describe-set-aside.js";
import { createOutput } from "../../output.js";
import type { CommonOptions } from "../options.js";
import { describeStatus, readSystemStatus } from "./status.js";

export function registerStatus(program: Command): void {
  program
    .command("status")
    .exitOverride()
    .description("how the running services are doing")
    .option("--json", "print results as JSON")
    .addHelpText("after", "\nExit codes: 0, 1 nothing runs, 3 dead letters wait or files are left alone.")
    .action(async (options: CommonOptions) => {
      const output = createOutput(options.json === true);
      const status = await readSystemStatus();
      output.json(status);
      for (const line of describeStatus(status)) output.line(line);
      if (!("unknown" in status.setAside)) requireTakenIn(status.setAside);
    });
}
