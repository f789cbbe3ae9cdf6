import { matrixOfRows } from "@interlude/core-numerics";
import { type NetworkTrainingData, keyedRandom } from "@interlude/core-tracks";

/**
 * Rows whose structure is known: a group, which is the condition, moves all features; two hidden numbers of the row
 * tie them together; the last feature follows the one before it.
 */
export function madeUpTable(options: {
  readonly rows: number;
  readonly held: number;
  readonly features: number;
  readonly groups: number;
  /** Share of the scores that are missing. */
  readonly missing?: number;
  readonly copies?: number;
  readonly seed: string;
}): NetworkTrainingData {
  const { rows, held, features, groups, missing = 0, copies = 1, seed } = options;
  const random = keyedRandom(seed);
  const loadings = Array.from({ length: 2 * features }, () => random.normal());
  const scores: number[][] = [];
  const conditions: number[][] = [];
  for (let i = 0; i < rows + held; i++) {
    const group = random.below(groups);
    const hidden = [random.normal(), random.normal()];
    const row = Array.from({ length: features }, (_, f) => {
      const tied = hidden[0]! * loadings[2 * f]! + hidden[1]! * loadings[2 * f + 1]!;
      return 0.5 * tied + 0.7 * Math.sin(group * (f + 1)) + 0.3 * random.normal();
    });
    row[features - 1] = 0.8 * row[features - 2]! + 0.2 * random.normal();
    scores.push(row.map((value) => (random.uniform() < missing ? NaN : value)));
    conditions.push(Array.from({ length: groups }, (_, g) => (g === group ? 1 : 0)));
  }
  const learnt = scores.slice(0, rows);
  return {
    scores: Array.from({ length: copies }, (_, k) =>
      matrixOfRows(
        learnt.map((row) => row.map((value) => value + 0.01 * k)),
        features,
      ),
    ),
    conditions: matrixOfRows(conditions.slice(0, rows), groups),
    heldScores: matrixOfRows(scores.slice(rows), features),
    heldConditions: matrixOfRows(conditions.slice(rows), groups),
  };
}
