import { type Matrix, columnOf } from "@interlude/core-numerics";

/** Bin of missing values; the bins of known ones are 0 … 254. */
export const MISSING_BIN = 255;
/** Room for bins of one column. */
export const BINS = 256;
const MOST_EDGES = 254;

/** A matrix with each value replaced by the number of its bin. */
export interface BinnedColumns {
  readonly rows: number;
  readonly columns: number;
  /** Column by column: the bin of row i in column j is at j × rows + i. */
  readonly bins: Uint8Array;
}

/**
 * The edges between the bins of each column, rising: halfway between neighbouring values where there are at most 255 of
 * them, else quantiles of the known values. NaN has a bin of its own, which needs no edge.
 */
export function binEdges(matrix: Matrix): Float64Array[] {
  return Array.from({ length: matrix.columns }, (_, column) => edgesOf(columnOf(matrix, column)));
}

function edgesOf(column: Float64Array): Float64Array {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort();
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  if (distinct.length <= MOST_EDGES + 1) {
    return Float64Array.from({ length: Math.max(0, distinct.length - 1) }, (_, i) =>
      between(distinct[i]!, distinct[i + 1]!),
    );
  }
  const quantiles = Float64Array.from({ length: MOST_EDGES }, (_, i) => {
    const at = ((i + 1) / (MOST_EDGES + 1)) * (sorted.length - 1);
    return between(sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!);
  });
  return quantiles.filter((edge, i) => i === 0 || edge !== quantiles[i - 1]);
}

/** The number in the middle; the lower one where the middle is not a finite number. */
function between(lower: number, upper: number): number {
  const middle = lower / 2 + upper / 2;
  return Number.isFinite(middle) && middle < upper ? middle : lower;
}

/** Puts each value into the first bin whose edge is not below it. */
export function binColumns({ rows, columns, values }: Matrix, edges: readonly Float64Array[]): BinnedColumns {
  const bins = new Uint8Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      bins[column * rows + row] = binOf(values[row * columns + column]!, edges[column]!);
    }
  }
  return { rows, columns, bins };
}

function binOf(value: number, edges: Float64Array): number {
  if (Number.isNaN(value)) return MISSING_BIN;
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value <= edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
