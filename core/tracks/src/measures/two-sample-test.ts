import { type Matrix, takeRows, zeros } from "@interlude/core-numerics";
import { requireLength } from "../errors.js";
import { keyedRandom } from "../random.js";
import { boostedScores, fitBoostedTrees } from "../trees/boosted-trees.js";
import { stratifiedFolds } from "../trees/stratified-folds.js";
import { logisticScores } from "./logistic-scores.js";
import { type Measured, measured, notComputable } from "./measured.js";
import { rocAuc } from "./roc-auc.js";

export interface TwoSampleOptions {
  /** What tells the two apart; boosted trees, unless said. A logistic regression sees shifts, and no dependence. */
  readonly classifier?: "trees" | "logistic";
  readonly folds?: number;
  /** Decides the folds, and what trees hold out for early stopping. */
  readonly seed: string;
}

/**
 * Classifier two-sample test (Lopez-Paz & Oquab 2017): how well a classifier that learnt from other rows tells
 * synthetic rows (1) from real ones (0). 0.5 if it cannot, 1 if it always can.
 *
 * Stratified folds (five, unless said) in a seeded order; the area under the ROC curve of each fold's rows by a
 * classifier fitted on the others; the mean over the folds, as scikit-learn's `cross_val_score` has it.
 * @param real features, and the conditions that the generator was given, as columns; NaN where missing
 * @param synthetic the same columns
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function twoSampleAuc(
  real: Matrix,
  synthetic: Matrix,
  { classifier = "trees", folds = 5, seed }: TwoSampleOptions,
): Measured {
  requireLength("a synthetic row", synthetic.columns, real.columns);
  if (real.columns === 0) return notComputable("there are no columns to tell rows by");
  const fewest = Math.min(real.rows, synthetic.rows);
  if (fewest < folds) return notComputable(`${fewest} rows of a kind are too few for ${folds} folds`);
  const labels = new Int32Array(real.rows + synthetic.rows).fill(1, real.rows);
  const foldOf = stratifiedFolds(labels, folds, keyedRandom(`${seed} two-sample folds`));
  return measured(crossValidatedAuc(real, synthetic, foldOf, classifier, seed));
}

/**
 * The test in given folds: the fold of each real row, then that of each synthetic one, 0, 1, …; each fold has rows of
 * both kinds.
 */
export function crossValidatedAuc(
  real: Matrix,
  synthetic: Matrix,
  foldOf: Int32Array,
  classifier: "trees" | "logistic",
  seed: string,
): number {
  const rows = zeros(real.rows + synthetic.rows, real.columns);
  rows.values.set(real.values);
  rows.values.set(synthetic.values, real.values.length);
  const folds = Math.max(...foldOf) + 1;
  let sum = 0;
  for (let fold = 0; fold < folds; fold++) {
    const part = (isTested: boolean) => {
      const chosen = Int32Array.from(foldOf.keys()).filter((row) => (foldOf[row] === fold) === isTested);
      return { rows: takeRows(rows, chosen), labels: chosen.map((row) => (row < real.rows ? 0 : 1)) };
    };
    const [train, test] = [part(false), part(true)];
    const scores =
      classifier === "trees"
        ? boostedScores(
            fitBoostedTrees(train.rows, train.labels, 2, { seed: `${seed} fold ${fold}` }),
            test.rows,
          )
        : logisticScores(train.rows, train.labels, test.rows);
    sum += rocAuc(scores, test.labels);
  }
  return sum / folds;
}
