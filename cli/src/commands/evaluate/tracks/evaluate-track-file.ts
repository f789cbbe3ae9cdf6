import { createReadStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { rowOf } from "@interlude/core-numerics";
import {
  type LeftOutRow,
  type SyntheticRows,
  TRAINING_DEFAULTS,
  type TableSpace,
  type TrackEvaluation,
  type TrackTable,
  type TrainingOptions,
  evaluateTracks,
  parseTableSpace,
  readCsvCells,
  trackHtmlReport,
  trackTableOf,
} from "@interlude/core-tracks";
import { type TensorFlowBackend, loadTensorFlow, trainNetwork } from "@interlude/infra-tensorflow";
import { CommandError } from "../../../command-error.js";
import { formatLines } from "../../export/formats.js";

/** What to evaluate, and where to write to. */
export interface TrackFileRequest {
  readonly data: string;
  readonly space?: string;
  readonly features?: readonly string[];
  readonly condition: readonly string[];
  readonly group?: string;
  readonly seeds: number;
  readonly seed: number;
  readonly out?: string;
  readonly html?: string;
}

/**
 * Evaluates generation on a table in a file.
 * @param remark told what was assumed and left out, and each seed's end
 * @throws CommandError `SOURCE_MISSING` for a file that cannot be read; TracksError where nothing can be evaluated
 */
export async function evaluateTrackFile(
  request: TrackFileRequest,
  remark: (text: string) => void,
  { signal, training = TRAINING_DEFAULTS }: { signal?: AbortSignal; training?: TrainingOptions } = {},
): Promise<{ evaluation: TrackEvaluation; leftOut: readonly LeftOutRow[]; backend: TensorFlowBackend }> {
  const { data, features, condition, group, seeds, seed, out, html } = request;
  const table = trackTableOf(await reading(data, () => readCsvCells(createReadStream(data))), {
    space: request.space === undefined ? undefined : await readSpace(request.space),
    features,
    conditions: condition,
    group,
  });
  for (const note of table.notes) remark(note);
  for (const { line, reason } of table.leftOut) remark(`${data}, line ${line}: ${reason}; it is left out`);
  const { tf, backend } = await loadTensorFlow();
  const { evaluation, synthetic } = await evaluateTracks(
    table,
    (rows, options, hooks) => trainNetwork(tf, rows, options, hooks),
    { seeds, firstSeed: seed, training },
    {
      signal,
      onSeed: (one, seconds) => remark(`seed ${one}: trained in ${seconds.toFixed(1)} s on ${backend}`),
    },
  );
  if (out !== undefined) await writeFile(out, syntheticLines(table, synthetic));
  if (html !== undefined) await writeFile(html, trackHtmlReport(evaluation, synthetic, basename(data)));
  return { evaluation, leftOut: table.leftOut, backend };
}

async function readSpace(file: string): Promise<TableSpace> {
  return parseTableSpace(await reading(file, () => readFile(file, "utf8")));
}

async function reading<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).syscall !== "string") throw error;
    throw new CommandError("SOURCE_MISSING", `${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Conditions, columns and the line of the held-out row whose conditions each row was drawn for. */
function syntheticLines(
  { declarations, space }: TrackTable,
  { table, rows, lines }: SyntheticRows,
): AsyncIterable<string> {
  return formatLines("csv", lines.keys(), {
    columns: [...declarations.map(({ name }) => name), ...space.columns.map(({ name }) => name), "line"].map(
      (name) => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name),
    ),
    row: (at: number) => [...rows[at]!, ...rowOf(table, at), lines[at]!],
  });
}
