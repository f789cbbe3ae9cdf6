import { type LeafSums, PER_BIN, type Split, type SplitLimits, bestSplit } from "./best-split.js";
import { BINS, type BinnedColumns, MISSING_BIN } from "./binned-columns.js";
import type { Question, Tree } from "./tree.js";

export interface GrowthLimits extends SplitLimits {
  readonly mostLeaves: number;
  readonly learningRate: number;
}

/** Rows `start` … `end` of the order are in it. */
interface Leaf {
  readonly node: number;
  readonly start: number;
  readonly end: number;
  readonly sums: LeafSums;
  readonly histogram: Float64Array;
  readonly split: Split | null;
}

/**
 * Grows trees on one binned table: always the leaf whose split lowers the loss most is split next (Shi 2007), by
 * histograms, of which the larger child's is the parent's less the smaller child's, as in LightGBM (Ke et al. 2017).
 */
export class TreeGrower {
  readonly #order: Int32Array;
  readonly #scratch: Int32Array;
  readonly #gradients: Float64Array;
  readonly #hessians: Float64Array;
  readonly #spare: Float64Array[] = [];

  /** @param binCounts bins of known values, a column each */
  constructor(
    private readonly table: BinnedColumns,
    private readonly binCounts: Int32Array,
    private readonly limits: GrowthLimits,
  ) {
    this.#order = Int32Array.from({ length: table.rows }, (_, row) => row);
    this.#scratch = new Int32Array(table.rows);
    this.#gradients = new Float64Array(table.rows);
    this.#hessians = new Float64Array(table.rows);
  }

  /**
   * The tree that lowers a loss of these gradients and hessians (one a row); its leaf values are added to the row's
   * score, at `offset`, `offset` + `stride`, … of `scores`.
   */
  grow(
    gradients: Float64Array,
    hessians: Float64Array,
    scores: Float64Array,
    offset: number,
    stride: number,
  ): Tree {
    const { mostLeaves, learningRate, ridge } = this.limits;
    const nodes: (Question | number)[] = [0];
    const histogram = this.#histogram(0, this.table.rows, gradients, hessians);
    const leaves = [this.#leaf(0, 0, this.table.rows, histogram, true)];
    while (leaves.length < mostLeaves) {
      const at = mostGain(leaves);
      if (at < 0) break;
      const { node, start, end, split, histogram: whole } = leaves[at]!;
      const middle = this.#partition(start, end, split!);
      const isLeftSmall = middle - start < end - middle;
      const small = isLeftSmall
        ? this.#histogram(start, middle, gradients, hessians)
        : this.#histogram(middle, end, gradients, hessians);
      for (let i = 0; i < whole.length; i++) whole[i]! -= small[i]!;
      const [left, right] = [nodes.length, nodes.length + 1];
      nodes[node] = { column: split!.column, bin: split!.bin, missingLeft: split!.missingLeft, left, right };
      nodes.push(0, 0);
      // The last two leaves are not split any more.
      const goesOn = leaves.length + 1 < mostLeaves;
      leaves[at] = this.#leaf(left, start, middle, isLeftSmall ? small : whole, goesOn);
      leaves.push(this.#leaf(right, middle, end, isLeftSmall ? whole : small, goesOn));
    }
    for (const { node, start, end, sums, histogram: used } of leaves) {
      const value = (-learningRate * sums.gradient) / (sums.hessian + ridge + 1e-15);
      nodes[node] = value;
      for (let i = start; i < end; i++) scores[offset + this.#order[i]! * stride]! += value;
      this.#spare.push(used);
    }
    return nodes;
  }

  #leaf(node: number, start: number, end: number, histogram: Float64Array, goesOn: boolean): Leaf {
    const sums = sumsOf(histogram);
    const split = goesOn ? bestSplit(histogram, this.binCounts, sums, this.limits) : null;
    return { node, start, end, sums, histogram, split };
  }

  #histogram(start: number, end: number, gradients: Float64Array, hessians: Float64Array): Float64Array {
    const { rows, columns, bins } = this.table;
    const histogram = this.#spare.pop()?.fill(0) ?? new Float64Array(columns * BINS * PER_BIN);
    const order = this.#order;
    for (let i = start; i < end; i++) {
      this.#gradients[i] = gradients[order[i]!]!;
      this.#hessians[i] = hessians[order[i]!]!;
    }
    for (let column = 0; column < columns; column++) {
      addColumn(
        histogram,
        column * BINS,
        bins,
        column * rows,
        order,
        start,
        end,
        this.#gradients,
        this.#hessians,
      );
    }
    return histogram;
  }

  /** Puts the rows that go left before those that go right, each in their order, and says where the latter begin. */
  #partition(start: number, end: number, { column, bin, missingLeft }: Split): number {
    const bins = this.table.bins.subarray(column * this.table.rows, (column + 1) * this.table.rows);
    let left = start;
    let right = 0;
    for (let i = start; i < end; i++) {
      const row = this.#order[i]!;
      const own = bins[row]!;
      const goesLeft = own === MISSING_BIN ? missingLeft : own <= bin;
      if (goesLeft) this.#order[left++] = row;
      else this.#scratch[right++] = row;
    }
    this.#order.set(this.#scratch.subarray(0, right), left);
    return left;
  }
}

function addColumn(
  histogram: Float64Array,
  base: number,
  bins: Uint8Array,
  offset: number,
  order: Int32Array,
  start: number,
  end: number,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  for (let i = start; i < end; i++) {
    const at = (base + bins[offset + order[i]!]!) * PER_BIN;
    histogram[at]! += gradients[i]!;
    histogram[at + 1]! += hessians[i]!;
    histogram[at + 2]! += 1;
  }
}

/** Of all rows of a leaf: the bins of the first column hold each once. */
function sumsOf(histogram: Float64Array): LeafSums {
  let gradient = 0;
  let hessian = 0;
  let rows = 0;
  for (let bin = 0; bin < BINS; bin++) {
    gradient += histogram[bin * PER_BIN]!;
    hessian += histogram[bin * PER_BIN + 1]!;
    rows += histogram[bin * PER_BIN + 2]!;
  }
  return { gradient, hessian, rows };
}

function mostGain(leaves: readonly Leaf[]): number {
  let best = -1;
  for (const [at, { split }] of leaves.entries()) {
    if (split !== null && (best < 0 || split.gain > leaves[best]!.split!.gain)) best = at;
  }
  return best;
}
