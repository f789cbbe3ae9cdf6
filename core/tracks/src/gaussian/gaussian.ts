import { type Matrix, choleskyFactor } from "@interlude/core-numerics";
import { TracksError } from "../errors.js";

/** A multivariate normal distribution, as plain data. */
export interface Gaussian {
  readonly mean: readonly number[];
  /** Row-major, positive definite. */
  readonly covariance: readonly number[];
}

/** What a fit is shrunk towards, and how many rows that weighs. */
export interface GaussianPrior {
  readonly gaussian: Gaussian;
  readonly weight: number;
}

/** No direction has less variance than this share of a standard deviation, squared: nothing is quite determined. */
const VARIANCE_FLOOR = 1e-4;
/** How much of the correlations stays, at each try, where pairs of different rows make a matrix that is not definite. */
const KEPT_CORRELATION = 0.97;

/**
 * Fits mean and covariance to the values that are present: a mean over the rows with that value, a covariance over the
 * rows with both. Each is blended with the prior's by the number of those rows. Correlations that different missing
 * rows make inconsistent are scaled down, all alike, until the matrix is positive definite.
 * @param table NaN where a value is missing
 * @throws TracksError `TRACKS_TOO_FEW` where a column has no value and no prior stands in
 */
export function fitGaussian(table: Matrix, prior?: GaussianPrior): Gaussian {
  const { rows, columns, values } = table;
  const weight = prior?.weight ?? 0;
  const mean = new Float64Array(columns);
  const own = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < rows; i++) {
      const value = values[i * columns + j]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    if (count + weight === 0)
      throw new TracksError("TRACKS_TOO_FEW", `column ${j} has no value in any of ${rows} rows`);
    mean[j] = count === 0 ? 0 : sum / count;
    own[j] = count;
  }
  const covariance = new Float64Array(columns * columns);
  for (let j = 0; j < columns; j++) {
    for (let k = 0; k <= j; k++) {
      let sum = 0;
      let count = 0;
      for (let i = 0; i < rows; i++) {
        const product = (values[i * columns + j]! - mean[j]!) * (values[i * columns + k]! - mean[k]!);
        if (Number.isNaN(product)) continue;
        sum += product;
        count++;
      }
      const before = weight === 0 ? 0 : prior!.gaussian.covariance[j * columns + k]!;
      const blended = count + weight === 0 ? 0 : (sum + weight * before) / (count + weight);
      covariance[j * columns + k] = blended;
      covariance[k * columns + j] = blended;
    }
  }
  for (let j = 0; j < columns; j++) {
    covariance[j * columns + j] = Math.max(covariance[j * columns + j]!, VARIANCE_FLOOR);
    if (weight > 0) mean[j] = (own[j]! * mean[j]! + weight * prior!.gaussian.mean[j]!) / (own[j]! + weight);
  }
  makeDefinite(covariance, columns);
  return { mean: [...mean], covariance: [...covariance] };
}

/** Scales what is off the diagonal down, in place, until the matrix is positive definite with a floor under it. */
export function makeDefinite(covariance: Float64Array, n: number): void {
  const floored = new Float64Array(covariance.length);
  for (;;) {
    floored.set(covariance);
    for (let j = 0; j < n; j++) floored[j * n + j]! *= 1 - VARIANCE_FLOOR;
    if (choleskyFactor(floored, n) !== null) return;
    for (let j = 0; j < n; j++)
      for (let k = 0; k < n; k++) if (j !== k) covariance[j * n + k]! *= KEPT_CORRELATION;
  }
}
