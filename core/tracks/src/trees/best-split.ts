import { BINS, MISSING_BIN } from "./binned-columns.js";

/** What a leaf must keep when it is split. */
export interface SplitLimits {
  readonly leastRows: number;
  readonly leastHessian: number;
  /** Ridge on the value of a leaf. */
  readonly ridge: number;
}

/** A question that parts a leaf: whether the bin of `column` is at most `bin`. */
export interface Split {
  readonly gain: number;
  readonly column: number;
  readonly bin: number;
  /** Where rows go whose value is missing. */
  readonly missingLeft: boolean;
}

/** Sums of a leaf's rows. */
export interface LeafSums {
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
}

/** Numbers of a histogram's bin: sum of gradients, sum of hessians, rows. */
export const PER_BIN = 3;
const TINY = 1e-15;

/** How much a leaf of these sums lowers the loss, twice, to second order (Chen & Guestrin 2016, equation 6). */
function lowering(gradient: number, hessian: number, ridge: number): number {
  return (gradient * gradient) / (hessian + ridge + TINY);
}

/**
 * The split of a leaf that lowers the loss most, of equals the first; null where none lowers it within the limits.
 * Missing values are tried on either side; where the leaf has none, they go with the greater part.
 * @param binCounts bins of known values, a column each
 */
export function bestSplit(
  histogram: Float64Array,
  binCounts: Int32Array,
  sums: LeafSums,
  limits: SplitLimits,
): Split | null {
  if (sums.rows < 2 * limits.leastRows) return null;
  let best: Split | null = null;
  for (let column = 0; column < binCounts.length; column++) {
    const missingRows = histogram[(column * BINS + MISSING_BIN) * PER_BIN + 2]!;
    const bins = binCounts[column]!;
    best = scan(histogram, column, missingRows > 0 ? bins : bins - 1, sums, limits, false, best);
    if (missingRows > 0) best = scan(histogram, column, bins - 1, sums, limits, true, best);
  }
  return best;
}

function scan(
  histogram: Float64Array,
  column: number,
  questions: number,
  { gradient, hessian, rows }: LeafSums,
  { leastRows, leastHessian, ridge }: SplitLimits,
  missingLeft: boolean,
  best: Split | null,
): Split | null {
  const base = column * BINS * PER_BIN;
  const missing = base + MISSING_BIN * PER_BIN;
  const known = rows - histogram[missing + 2]!;
  let leftGradient = missingLeft ? histogram[missing]! : 0;
  let leftHessian = missingLeft ? histogram[missing + 1]! : 0;
  let leftRows = missingLeft ? histogram[missing + 2]! : 0;
  const whole = lowering(gradient, hessian, ridge);
  let bestGain = best?.gain ?? 0;
  let bestBin = -1;
  let bestLeftRows = 0;
  for (let bin = 0; bin < questions; bin++) {
    const at = base + bin * PER_BIN;
    leftGradient += histogram[at]!;
    leftHessian += histogram[at + 1]!;
    leftRows += histogram[at + 2]!;
    if (leftRows < leastRows || leftHessian < leastHessian) continue;
    const rightHessian = hessian - leftHessian;
    if (rows - leftRows < leastRows || rightHessian < leastHessian) break;
    const gain =
      lowering(leftGradient, leftHessian, ridge) +
      lowering(gradient - leftGradient, rightHessian, ridge) -
      whole;
    if (gain > bestGain) [bestGain, bestBin, bestLeftRows] = [gain, bin, leftRows];
  }
  if (bestBin < 0) return best;
  const side = known === rows ? 2 * bestLeftRows > rows : missingLeft;
  return { gain: bestGain, column, bin: bestBin, missingLeft: side };
}
