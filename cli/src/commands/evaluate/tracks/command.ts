import { GATE_COLUMNS, evaluationTable, gateRows } from "@interlude/core-tracks";
import type { Command } from "commander";
import { createOutput } from "../../../output.js";
import { count, natural, stopSignal } from "../../options.js";
import { type TrackFileRequest, evaluateTrackFile } from "./evaluate-track-file.js";

interface TracksOptions extends Omit<TrackFileRequest, "features" | "condition"> {
  readonly features?: string;
  readonly condition?: string[];
  readonly json?: boolean;
}

/** `evaluate tracks`. */
export function registerEvaluateTracks(evaluate: Command): void {
  evaluate
    .command("tracks")
    .exitOverride()
    .description("how like real rows of a table the rows are that a model of it generates")
    .requiredOption("--data <file>", "CSV file of real rows")
    .option("--space <file>", "JSON declaration of the columns; else numeric columns within observed bounds")
    .option("--features <names>", "columns to learn, parted by commas")
    .option(
      "--condition <column>",
      "column that is known beforehand, a category or a number; may be repeated",
      (column: string, before: string[] = []) => [...before, column],
    )
    .option("--group <column>", "rows with the same text in this column stay in one half")
    .option("--seeds <n>", "times to divide the rows anew and to train", count, 1)
    .option("--seed <n>", "first seed", natural, 1)
    .option("--json", "print results as JSON")
    .option("--out <file>", "write the rows that the first seed generated, as CSV")
    .option("--html <file>", "write a report with the densities, a page that stands alone")
    .action(async ({ features, condition, json, ...options }: TracksOptions) => {
      const output = createOutput(json === true);
      const { evaluation, leftOut, backend } = await evaluateTrackFile(
        {
          ...options,
          features: features?.split(",").map((name) => name.trim()),
          condition: condition ?? [],
        },
        output.remark,
        { signal: stopSignal() },
      );
      output.json({ ...evaluation, backend, leftOut });
      const { rows, trainedRows, heldRows, seeds, failed } = evaluation;
      output.line(
        `${rows} rows; ${seeds.length} seeds, trained on ${trainedRows} rows, drawn for the conditions of ${heldRows} others`,
      );
      for (const { seed, reason } of failed) output.line(`seed ${seed} gave no generator: ${reason}`);
      output.line("Gates of the CVAE; the mean over the seeds decides, and unknown is not passed:");
      for (const row of [GATE_COLUMNS, ...gateRows(evaluation)]) output.line(row.join("\t"));
      output.line("Beside baselines, mean and (worst):");
      const table = evaluationTable(evaluation);
      output.line(table.head.join("\t"));
      for (const row of table.rows) output.line(row.join("\t"));
      for (const remark of table.remarks) output.line(`no figure: ${remark}`);
    });
}
