import { PROTOCOLS, type Protocol } from "@interlude/core-links";
import { type Command, Option } from "commander";
import { createOutput } from "../../output.js";
import { count, natural } from "../options.js";
import { evaluateFiles } from "./evaluate-files.js";
import { evaluationLines } from "./evaluation-lines.js";
import { registerEvaluateTracks } from "./tracks/command.js";

interface EvaluateOptions {
  readonly edges?: string;
  readonly dated?: string;
  readonly protocol?: Protocol;
  readonly splits: number;
  readonly seed: number;
  readonly json?: boolean;
  readonly html?: string;
}

/** `evaluate links` and `evaluate tracks`. */
export function registerEvaluate(program: Command): void {
  const evaluate = program.command("evaluate").description("measure a model on data of your own");
  evaluate
    .command("links")
    .exitOverride()
    .description("how well links of a graph can be predicted from the rest of it")
    .option("--edges <file>", "edge list: two names a line")
    .option("--dated <file>", "edge list with a time, a number that rises, as third column")
    .addOption(
      new Option(
        "--protocol <name>",
        "what is held out: a tenth of the edges, of the events, or the newest",
      ).choices([...PROTOCOLS]),
    )
    .option("--splits <n>", "times to divide the edges anew", count, 10)
    .option("--seed <n>", "seed of the divisions", natural, 1)
    .option("--json", "print results as JSON")
    .option("--html <file>", "write a report with the curves, a page that stands alone")
    .action(async (options: EvaluateOptions) => {
      const output = createOutput(options.json === true);
      const { evaluation, badLines } = await evaluateFiles(options);
      for (const { file, line, reason } of badLines)
        output.remark(`${file}, line ${line}: ${reason}; it is left out`);
      output.json({ ...evaluation, badLines });
      for (const line of evaluationLines(evaluation)) output.line(line);
    });
  registerEvaluateTracks(evaluate);
}
