import type { Command } from "commander";
import { type CommonOptions, onNamespace, stopSignal, withCommonOptions } from "../options.js";
import { watchCandidates } from "./watch-candidates.js";

/** `candidates watch`. */
export function registerCandidates(program: Command): void {
  withCommonOptions(program.command("candidates").description("candidate collaborations").command("watch"))
    .description("subscribe, and print candidates as they appear, change and are withdrawn")
    .option("--from-beginning", "begin with those that stand now")
    .action((options: CommonOptions & { fromBeginning?: boolean }) => {
      const stop = stopSignal();
      return onNamespace(options, (namespace, output) =>
        watchCandidates(namespace, { output, fromBeginning: options.fromBeginning === true, stop }),
      );
    });
}
