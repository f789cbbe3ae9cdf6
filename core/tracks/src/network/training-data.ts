import type { Matrix } from "@interlude/core-numerics";

/** What a network learns from: rows of normal scores, NaN where missing, and the condition of each row. */
export interface NetworkTrainingData {
  /** The same rows in copies that differ only in how ties were broken; a step takes each of its rows from a random one. */
  readonly scores: readonly Matrix[];
  readonly conditions: Matrix;
  /** Rows that are not learned from, on which the loss is watched; may have none. */
  readonly heldScores: Matrix;
  readonly heldConditions: Matrix;
}
