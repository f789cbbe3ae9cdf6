import { type Matrix, columnOf } from "@interlude/core-numerics";

/** A tree as arrays: node n sends a row to `left[n]` if its bin of `feature[n]` is at most `bin[n]`, else to the next node. */
interface Tree {
  readonly feature: number[];
  readonly bin: number[];
  readonly left: number[];
  readonly value: number[];
}

const MOST_BINS = 64;
const TREES = 100;
const LEARNING_RATE = 0.1;
const MOST_LEAVES = 31;
const FEWEST_ROWS = 20;
/** Least sum of second derivatives in a leaf. */
const FEWEST_HESSIAN = 1e-3;

/** Rows by bins: each column cut at its quantiles, a bin of its own for what is missing. */
export interface BinnedRows {
  readonly rows: number;
  readonly columns: number;
  /** Column by column. */
  readonly bins: Uint8Array;
}

/** Cuts the columns of a matrix into at most 64 bins of about equal counts; NaN has the last. */
export function binRows(matrix: Matrix): BinnedRows {
  const { rows, columns } = matrix;
  const bins = new Uint8Array(rows * columns);
  for (let j = 0; j < columns; j++) {
    const column = columnOf(matrix, j);
    const sorted = column.filter((value) => !Number.isNaN(value)).sort();
    const distinct = [...new Set(sorted)];
    const cuts =
      distinct.length < MOST_BINS
        ? distinct
        : [
            ...new Set(
              Array.from(
                { length: MOST_BINS - 2 },
                (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / (MOST_BINS - 1))]!,
              ),
            ),
          ];
    for (let i = 0; i < rows; i++) bins[j * rows + i] = binOf(cuts, column[i]!);
  }
  return { rows, columns, bins };
}

function binOf(cuts: readonly number[], value: number): number {
  if (Number.isNaN(value)) return MOST_BINS - 1;
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Scores rows by gradient boosted trees (Friedman 2001) with a logistic loss, on histograms and grown leaf by leaf as
 * LightGBM grows them (Ke et al. 2017): a hundred trees of at most 31 leaves of at least twenty rows.
 * @param labels 0 or 1 a row
 * @param training rows to learn from
 * @returns log-odds of label 1, a row of `scored`
 */
export function boostedScores(
  table: BinnedRows,
  labels: Uint8Array,
  training: Int32Array,
  scored: Int32Array,
): Float64Array {
  const positives = training.reduce((sum, row) => sum + labels[row]!, 0);
  const prior = Math.log(Math.max(positives, 0.5) / Math.max(training.length - positives, 0.5));
  const scores = new Float64Array(table.rows).fill(prior);
  const gradients = new Float64Array(table.rows);
  const hessians = new Float64Array(table.rows);
  const result = new Float64Array(scored.length).fill(prior);
  for (let round = 0; round < TREES; round++) {
    for (const row of training) {
      const probability = 1 / (1 + Math.exp(-scores[row]!));
      gradients[row] = probability - labels[row]!;
      hessians[row] = probability * (1 - probability);
    }
    const tree = growTree(table, gradients, hessians, training.slice(), scores);
    if (tree.feature.length === 1) break; // nothing is left to split
    for (const [at, row] of scored.entries()) result[at]! += valueAt(tree, table, row);
  }
  return result;
}

interface Leaf {
  readonly node: number;
  readonly rows: Int32Array;
  readonly histogram: Float64Array;
  readonly split: { readonly gain: number; readonly feature: number; readonly bin: number } | null;
}

function growTree(
  table: BinnedRows,
  gradients: Float64Array,
  hessians: Float64Array,
  rows: Int32Array,
  scores: Float64Array,
): Tree {
  const tree: Tree = { feature: [-1], bin: [0], left: [0], value: [0] };
  const histogramOf = (own: Int32Array): Float64Array => {
    const histogram = new Float64Array(table.columns * MOST_BINS * 3);
    for (let j = 0; j < table.columns; j++) {
      const bins = table.bins.subarray(j * table.rows, (j + 1) * table.rows);
      const base = j * MOST_BINS;
      for (let i = 0; i < own.length; i++) {
        const row = own[i]!;
        const at = (base + bins[row]!) * 3;
        histogram[at]! += gradients[row]!;
        histogram[at + 1]! += hessians[row]!;
        histogram[at + 2]! += 1;
      }
    }
    return histogram;
  };
  const leafOf = (node: number, own: Int32Array, histogram: Float64Array): Leaf => ({
    node,
    rows: own,
    histogram,
    split: bestSplit(histogram, table.columns),
  });
  const leaves = [leafOf(0, rows, histogramOf(rows))];
  while (leaves.length < MOST_LEAVES) {
    let best = -1;
    for (const [at, { split }] of leaves.entries())
      if (split !== null && (best < 0 || split.gain > leaves[best]!.split!.gain)) best = at;
    if (best < 0) break;
    const { node, rows: own, histogram, split } = leaves[best]!;
    const { feature, bin } = split!;
    const bins = table.bins.subarray(feature * table.rows, (feature + 1) * table.rows);
    const below = own.filter((row) => bins[row]! <= bin);
    const above = own.filter((row) => bins[row]! > bin);
    const small = histogramOf(below.length < above.length ? below : above);
    const large = histogram.map((value, at) => value - small[at]!);
    tree.feature[node] = feature;
    tree.bin[node] = bin;
    tree.left[node] = tree.feature.length;
    for (let child = 0; child < 2; child++) {
      tree.feature.push(-1);
      tree.bin.push(0);
      tree.left.push(0);
      tree.value.push(0);
    }
    const left = tree.left[node]!;
    leaves[best] = leafOf(left, below, below.length < above.length ? small : large);
    leaves.push(leafOf(left + 1, above, below.length < above.length ? large : small));
  }
  for (const { node, rows: own } of leaves) {
    let gradient = 0;
    let hessian = 0;
    for (const row of own) {
      gradient += gradients[row]!;
      hessian += hessians[row]!;
    }
    const value = (-LEARNING_RATE * gradient) / (hessian + 1e-12);
    tree.value[node] = value;
    for (const row of own) scores[row]! += value;
  }
  return tree;
}

function bestSplit(histogram: Float64Array, columns: number): Leaf["split"] {
  let best: Leaf["split"] = null;
  for (let feature = 0; feature < columns; feature++) {
    let gradient = 0;
    let hessian = 0;
    let count = 0;
    for (let bin = 0; bin < MOST_BINS; bin++) {
      const at = (feature * MOST_BINS + bin) * 3;
      gradient += histogram[at]!;
      hessian += histogram[at + 1]!;
      count += histogram[at + 2]!;
    }
    if (count < 2 * FEWEST_ROWS) return null;
    const whole = (gradient * gradient) / (hessian + 1e-12);
    let gradientBelow = 0;
    let hessianBelow = 0;
    let countBelow = 0;
    for (let bin = 0; bin < MOST_BINS - 1; bin++) {
      const at = (feature * MOST_BINS + bin) * 3;
      gradientBelow += histogram[at]!;
      hessianBelow += histogram[at + 1]!;
      countBelow += histogram[at + 2]!;
      if (countBelow < FEWEST_ROWS) continue;
      if (count - countBelow < FEWEST_ROWS) break;
      const hessianAbove = hessian - hessianBelow;
      if (hessianBelow < FEWEST_HESSIAN || hessianAbove < FEWEST_HESSIAN) continue;
      const gradientAbove = gradient - gradientBelow;
      const gain =
        (gradientBelow * gradientBelow) / hessianBelow +
        (gradientAbove * gradientAbove) / hessianAbove -
        whole;
      if (gain > 1e-9 && (best === null || gain > best.gain)) best = { gain, feature, bin };
    }
  }
  return best;
}

function valueAt({ feature, bin, left, value }: Tree, { rows, bins }: BinnedRows, row: number): number {
  let node = 0;
  while (feature[node]! >= 0) {
    const below = bins[feature[node]! * rows + row]! <= bin[node]!;
    node = left[node]! + (below ? 0 : 1);
  }
  return value[node]!;
}
