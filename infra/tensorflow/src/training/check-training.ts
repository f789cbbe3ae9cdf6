import type { Matrix } from "@interlude/core-numerics";
import type { NetworkTrainingData, TrainingOptions } from "@interlude/core-tracks";
import { TrainingError } from "./errors.js";

/**
 * Checks that data and options can be trained with.
 * @throws TrainingError `TRAINING_DATA_INVALID`, `TRAINING_OPTIONS_INVALID`
 */
export function checkTraining(data: NetworkTrainingData, options: TrainingOptions): void {
  checkData(data);
  const positive = ["latent", "hidden", "priorHidden", "batch", "steps", "checkpointPasses"] as const;
  for (const name of positive) {
    if (!Number.isInteger(options[name]) || options[name] < 1) {
      throw invalid(name, options[name], "a positive integer");
    }
  }
  const nonNegative = ["learningRate", "weightDecay", "klWeight", "freeBits"] as const;
  for (const name of nonNegative) {
    if (!(options[name] >= 0 && options[name] < Infinity)) throw invalid(name, options[name], "0 or more");
  }
  for (const name of ["dropout", "warmUp"] as const) {
    if (!(options[name] >= 0 && options[name] < 1)) throw invalid(name, options[name], "in [0, 1)");
  }
  for (const name of ["clipNorm", "patience", "memoryBytes"] as const) {
    if (!(options[name] > 0)) throw invalid(name, options[name], "positive");
  }
}

function invalid(name: keyof TrainingOptions, value: unknown, wanted: string): TrainingError {
  return new TrainingError(
    "TRAINING_OPTIONS_INVALID",
    `the training option ${name} is ${String(value)}; it must be ${wanted}`,
  );
}

function checkData({ scores, conditions, heldScores, heldConditions }: NetworkTrainingData): void {
  const refuse = (what: string): never => {
    throw new TrainingError("TRAINING_DATA_INVALID", what);
  };
  const first = scores[0] ?? refuse("there is no copy of the scores to learn from");
  if (first.rows < 2 || first.columns < 1) {
    refuse(`${first.rows} rows of ${first.columns} scores to learn from; at least 2 of 1 are needed`);
  }
  const size = ({ rows, columns }: Matrix): string => `${rows} × ${columns}`;
  for (const copy of scores) {
    if (size(copy) !== size(first)) refuse(`a copy of the scores is ${size(copy)}, the first ${size(first)}`);
  }
  if (conditions.rows !== first.rows) refuse(`${conditions.rows} conditions of ${first.rows} rows of scores`);
  if (heldConditions.rows !== heldScores.rows) {
    refuse(`${heldConditions.rows} conditions of ${heldScores.rows} held-out rows of scores`);
  }
  if (heldScores.rows > 0) {
    if (heldScores.columns !== first.columns || heldConditions.columns !== conditions.columns) {
      refuse("held-out rows have other columns than those to learn from");
    }
  }
  if (![...scores, heldScores].every(({ values }) => values.every((value) => Math.abs(value) !== Infinity))) {
    refuse("a score is infinite");
  }
  if (![conditions, heldConditions].every(({ values }) => values.every(Number.isFinite))) {
    refuse("a condition is not a finite number");
  }
  // A copy that misses other scores than the first would be read as observed zeros.
  for (const copy of scores) {
    for (let i = 0; i < copy.values.length; i++) {
      if (Number.isNaN(copy.values[i]) !== Number.isNaN(first.values[i])) {
        refuse("the copies of the scores do not miss the same scores");
      }
    }
  }
}
