import { type Matrix, zeros } from "@interlude/core-numerics";
import { type NetworkTrainingData, keyedRandom } from "@interlude/core-tracks";

/** Scores and conditions of random numbers: what is learned from them does not matter here. */
export function madeUpRows(options: {
  readonly rows: number;
  readonly features: number;
  readonly condition: number;
}): NetworkTrainingData {
  const { rows, features, condition } = options;
  const random = keyedRandom("bench generate");
  const scores = zeros(rows, features);
  const conditions = zeros(rows, condition);
  for (const { values } of [conditions, scores]) {
    for (let i = 0; i < values.length; i++) values[i] = random.normal();
  }
  // A feature follows the one before it and a condition, so that there is something to learn.
  for (let row = 0; row < rows; row++) {
    for (let f = 1; f < features; f++) {
      const given = conditions.values[row * condition + (f % condition)]!;
      scores.values[row * features + f]! += 0.5 * scores.values[row * features + f - 1]! + 0.5 * given;
    }
  }
  return {
    scores: [scores],
    conditions,
    heldScores: zeros(0, features),
    heldConditions: zeros(0, condition),
  };
}

/** The same as float32, scores first: as a peer reads it. */
export function bytesOf({ scores, conditions }: NetworkTrainingData): Uint8Array {
  const parts = [scores[0]!, conditions].map(({ values }: Matrix) =>
    Buffer.from(Float32Array.from(values).buffer),
  );
  return Buffer.concat(parts);
}
