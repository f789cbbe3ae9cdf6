import { TracksError, requireLength } from "./errors.js";
import { probit } from "./normal-distribution.js";

const KNOTS = 129;

/**
 * Quantile functions of several features on one common grid, as plain data: `quantiles[f][k]` is the value
 * of feature f at the normal score `scores[k]`.
 */
export interface QuantileTransform {
  /** Strictly rising. */
  readonly scores: readonly number[];
  /** Non-decreasing in each feature. */
  readonly quantiles: readonly (readonly number[])[];
}

/**
 * Fits, for every column, the monotone map between its values and standard normal scores: piecewise linear
 * through 129 empirical quantiles, which lie closer together towards the tails.
 * @param rows n ≥ 2 rows of equal length, finite values
 * @throws TracksError `TRACKS_TOO_FEW`, `VALUE_NOT_FINITE`
 */
export function fitQuantileTransform(rows: readonly ArrayLike<number>[]): QuantileTransform {
  if (rows.length < 2) {
    throw new TracksError("TRACKS_TOO_FEW", `${rows.length} rows do not determine a quantile transform`);
  }
  const grid = Array.from({ length: KNOTS }, (_, k) => (1 - Math.cos((Math.PI * k) / (KNOTS - 1))) / 2);
  // The largest of n values is the quantile half an n-th before the end of the distribution, not its end at infinity.
  const edge = 1 / (2 * Math.max(rows.length, 4));
  const scores = grid.map((share) => probit(edge + (1 - 2 * edge) * share));
  const width = rows[0]!.length;
  const quantiles: number[][] = [];
  for (let feature = 0; feature < width; feature++) {
    const column = Float64Array.from(rows, (row) => row[feature]!).sort();
    // NaN sorts last, −∞ first and ∞ just before NaN, so the two ends tell.
    if (!Number.isFinite(column[0]!) || !Number.isFinite(column[column.length - 1]!)) {
      throw new TracksError("VALUE_NOT_FINITE", `column ${feature} holds a value that is not finite`);
    }
    quantiles.push(grid.map((share) => sortedQuantile(column, share)));
  }
  return { scores, quantiles };
}

function sortedQuantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.min(Math.floor(position), sorted.length - 1);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}

/** The standard normal scores of one row; values beyond those fitted get the outermost score. */
export function toNormalScores(transform: QuantileTransform, row: ArrayLike<number>): Float64Array {
  requireLength("the row to transform", row.length, transform.quantiles.length);
  return Float64Array.from(transform.quantiles, (quantiles, feature) => {
    const value = row[feature]!;
    const last = quantiles.length - 1;
    if (Number.isNaN(value)) return NaN;
    // If the value fills several knots (ties in the data), the middle of their scores is its score.
    const from = firstIndex(quantiles, (quantile) => quantile >= value);
    const to = firstIndex(quantiles, (quantile) => quantile > value) - 1;
    if (from > last) return transform.scores[last]!;
    if (to < 0) return transform.scores[0]!;
    if (from <= to) return (transform.scores[from]! + transform.scores[to]!) / 2;
    return interpolate(
      quantiles[to]!,
      quantiles[from]!,
      transform.scores[to]!,
      transform.scores[from]!,
      value,
    );
  });
}

/** The row at standard normal scores: always within the smallest and largest values fitted. */
export function fromNormalScores(transform: QuantileTransform, scores: ArrayLike<number>): Float64Array {
  requireLength("the row of scores", scores.length, transform.quantiles.length);
  return Float64Array.from(transform.quantiles, (quantiles, feature) => {
    const score = scores[feature]!;
    const last = quantiles.length - 1;
    if (Number.isNaN(score)) return NaN;
    const above = firstIndex(transform.scores, (knot) => knot > score);
    if (above > last) return quantiles[last]!;
    if (above === 0) return quantiles[0]!;
    const below = above - 1;
    return interpolate(
      transform.scores[below]!,
      transform.scores[above]!,
      quantiles[below]!,
      quantiles[above]!,
      score,
    );
  });
}

/** First index for which `holds` is true, given that it stays true from there on; the length if there is none. */
function firstIndex(values: readonly number[], holds: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(values[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function interpolate(x0: number, x1: number, y0: number, y1: number, x: number): number {
  const y = y0 + (y1 - y0) * ((x - x0) / (x1 - x0));
  return Math.min(Math.max(y, y0), y1);
}

/** Per-column shift and scale, as plain data. */
export interface Standardisation {
  readonly mean: readonly number[];
  /** 1 / standard deviation; 0 for a column that never varied, so that it stays silent whatever comes. */
  readonly scale: readonly number[];
}

// Beyond what training saw, a network's output is arbitrary: inputs are clipped to this many deviations.
const LARGEST_DEVIATION = 4;
const NO_VARIATION = 1e-9;

/**
 * Fits mean and standard deviation of every column.
 * @throws TracksError `TRACKS_TOO_FEW`, `VALUE_NOT_FINITE`
 */
export function fitStandardisation(rows: readonly ArrayLike<number>[]): Standardisation {
  if (rows.length < 2) {
    throw new TracksError("TRACKS_TOO_FEW", `${rows.length} rows do not determine a standardisation`);
  }
  const width = rows[0]!.length;
  const mean: number[] = [];
  const scale: number[] = [];
  for (let column = 0; column < width; column++) {
    let sum = 0;
    for (const row of rows) sum += row[column]!;
    const centre = sum / rows.length;
    let squares = 0;
    for (const row of rows) squares += (row[column]! - centre) ** 2;
    const deviation = Math.sqrt(squares / rows.length);
    if (!Number.isFinite(deviation)) {
      throw new TracksError("VALUE_NOT_FINITE", `column ${column} holds a value that is not finite`);
    }
    mean.push(centre);
    scale.push(deviation > NO_VARIATION ? 1 / deviation : 0);
  }
  return { mean, scale };
}

/** One row in standard deviations from the mean, held within ±4. */
export function standardise(standardisation: Standardisation, row: ArrayLike<number>): Float64Array {
  requireLength("the row to standardise", row.length, standardisation.mean.length);
  return Float64Array.from(standardisation.mean, (mean, column) => {
    const deviations = (row[column]! - mean) * standardisation.scale[column]!;
    return Math.min(Math.max(deviations, -LARGEST_DEVIATION), LARGEST_DEVIATION);
  });
}
