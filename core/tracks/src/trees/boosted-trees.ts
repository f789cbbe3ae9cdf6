import { type Matrix, takeRows } from "@interlude/core-numerics";
import { TracksError } from "../errors.js";
import { keyedRandom } from "../random.js";
import { binColumns, binEdges } from "./binned-columns.js";
import { firstScores, meanLogLoss, probabilitiesOf } from "./class-losses.js";
import { stratifiedFolds } from "./stratified-folds.js";
import { TreeGrower } from "./grow-tree.js";
import { type Tree, treeValue } from "./tree.js";

/** Boosted trees that tell classes; plain data. */
export interface BoostedTrees {
  readonly classes: number;
  /** Between the bins of each column. */
  readonly edges: readonly Float64Array[];
  /** Scores before the first tree, an output each. */
  readonly first: Float64Array;
  /** An array a pass: a tree an output. */
  readonly passes: readonly (readonly Tree[])[];
}

export interface BoostingOptions {
  readonly passes: number;
  readonly learningRate: number;
  readonly mostLeaves: number;
  /** Rows that a leaf has at least. */
  readonly leastRows: number;
  /** Ridge on the value of a leaf. */
  readonly ridge: number;
  /** With more rows than this, a tenth is held out and ten passes without gain on it end the training. */
  readonly earlyStoppingAbove: number;
  /** Decides which rows are held out, nothing else. */
  readonly seed: string;
}

/** Those of scikit-learn's HistGradientBoostingClassifier. */
export const BOOSTING: BoostingOptions = {
  passes: 100,
  learningRate: 0.1,
  mostLeaves: 31,
  leastRows: 20,
  ridge: 0,
  earlyStoppingAbove: 10_000,
  seed: "boosting",
};

const LEAST_HESSIAN = 1e-3;
const PATIENCE = 10;
const HELD_FOLDS = 10;
const TOLERANCE = 1e-7;

/**
 * Fits gradient-boosted trees (Friedman 2001) on histograms, with second-order gains: one tree a pass for two classes,
 * with a logistic loss; one a class for more, with a softmax. Early stopping keeps every tree that was grown, as
 * scikit-learn does.
 * @param rows a column a feature, NaN where missing
 * @param labels class of each row, 0 … `classes` − 1
 * @throws TracksError `SHAPE_MISMATCH`, `TRACKS_TOO_FEW`
 */
export function fitBoostedTrees(
  rows: Matrix,
  labels: ArrayLike<number>,
  classes: number,
  options: Partial<BoostingOptions> = {},
): BoostedTrees {
  const settings = { ...BOOSTING, ...options };
  checkInput(rows, labels, classes);
  const all = Int32Array.from(labels);
  if (rows.rows <= settings.earlyStoppingAbove) return boost(rows, all, classes, settings, null);
  const folds = stratifiedFolds(all, HELD_FOLDS, keyedRandom(`${settings.seed} held out`));
  const part = (isHeld: boolean) => {
    const chosen = Int32Array.from(all.keys()).filter((row) => (folds[row] === 0) === isHeld);
    return { rows: takeRows(rows, chosen), labels: chosen.map((row) => all[row]!) };
  };
  const kept = part(false);
  return boost(kept.rows, kept.labels, classes, settings, part(true));
}

function boost(
  rows: Matrix,
  labels: Int32Array,
  classes: number,
  settings: BoostingOptions,
  held: { readonly rows: Matrix; readonly labels: Int32Array } | null,
): BoostedTrees {
  const outputs = classes === 2 ? 1 : classes;
  const edges = binEdges(rows);
  const table = binColumns(rows, edges);
  const heldTable = held === null ? null : binColumns(held.rows, edges);
  const binCounts = Int32Array.from(edges, (own) => own.length + 1);
  const grower = new TreeGrower(table, binCounts, { ...settings, leastHessian: LEAST_HESSIAN });
  const first = firstScores(labels, classes);
  const scores = repeated(first, rows.rows);
  const heldScores = held === null ? null : repeated(first, held.rows.rows);
  const losses: number[] = held === null ? [] : [meanLogLoss(heldScores!, held.labels, outputs)];
  const gradients = new Float64Array(rows.rows);
  const hessians = new Float64Array(rows.rows);
  const passes: Tree[][] = [];
  while (passes.length < settings.passes && !hasStalled(losses)) {
    const probabilities = probabilitiesOf(scores, outputs);
    const trees: Tree[] = [];
    for (let output = 0; output < outputs; output++) {
      const positive = outputs === 1 ? 1 : output;
      for (let row = 0; row < rows.rows; row++) {
        const probability = probabilities[row * outputs + output]!;
        gradients[row] = probability - (labels[row] === positive ? 1 : 0);
        hessians[row] = probability * (1 - probability);
      }
      trees.push(grower.grow(gradients, hessians, scores, output, outputs));
    }
    passes.push(trees);
    if (held === null) continue;
    addTrees(heldScores!, trees, heldTable!);
    losses.push(meanLogLoss(heldScores!, held.labels, outputs));
  }
  return { classes, edges, first, passes };
}

/** Scores of each row, an output each: the log-odds of class 1 of two, or the logits of all classes. */
export function boostedScores(model: BoostedTrees, rows: Matrix): Float64Array {
  if (rows.columns !== model.edges.length) {
    throw new TracksError(
      "SHAPE_MISMATCH",
      `rows to classify have ${rows.columns} columns, the trees know ${model.edges.length}`,
    );
  }
  const scores = repeated(model.first, rows.rows);
  const table = binColumns(rows, model.edges);
  for (const trees of model.passes) addTrees(scores, trees, table);
  return scores;
}

/** The likeliest class of each row, of equals the first. */
export function boostedClasses(model: BoostedTrees, rows: Matrix): Int32Array {
  const scores = boostedScores(model, rows);
  const outputs = model.first.length;
  return Int32Array.from({ length: rows.rows }, (_, row) => {
    if (outputs === 1) return scores[row]! > 0 ? 1 : 0;
    let best = 0;
    for (let k = 1; k < outputs; k++) {
      if (scores[row * outputs + k]! > scores[row * outputs + best]!) best = k;
    }
    return best;
  });
}

function addTrees(scores: Float64Array, trees: readonly Tree[], table: ReturnType<typeof binColumns>): void {
  for (const [output, tree] of trees.entries()) {
    for (let row = 0; row < table.rows; row++) {
      scores[row * trees.length + output]! += treeValue(tree, table, row);
    }
  }
}

/** Whether none of the last ten losses is below the one before them. */
function hasStalled(losses: readonly number[]): boolean {
  if (losses.length <= PATIENCE) return false;
  const before = losses.at(-PATIENCE - 1)!;
  return losses.slice(-PATIENCE).every((loss) => loss >= before - TOLERANCE);
}

function repeated(values: Float64Array, times: number): Float64Array {
  return Float64Array.from({ length: values.length * times }, (_, i) => values[i % values.length]!);
}

function checkInput(rows: Matrix, labels: ArrayLike<number>, classes: number): void {
  if (labels.length !== rows.rows) {
    throw new TracksError("SHAPE_MISMATCH", `${rows.rows} rows have ${labels.length} labels`);
  }
  if (rows.rows === 0 || rows.columns === 0) {
    throw new TracksError("TRACKS_TOO_FEW", "there are no rows or no columns to learn classes from");
  }
  if (!Number.isInteger(classes) || classes < 2) {
    throw new TracksError("TRACKS_TOO_FEW", `${classes} classes, at least 2 are needed`);
  }
  for (let i = 0; i < labels.length; i++) {
    if (Number.isInteger(labels[i]) && labels[i]! >= 0 && labels[i]! < classes) continue;
    throw new TracksError("SHAPE_MISMATCH", `label ${labels[i]} of row ${i} is none of ${classes} classes`);
  }
}
