import { choleskyFactor, solveLower, solveLowerTransposed, submatrix } from "@interlude/core-numerics";
import { TracksError } from "../errors.js";
import type { Random } from "../random.js";
import type { Gaussian } from "./gaussian.js";

/** A normal distribution of (x, y), made ready for drawing x given y. */
export interface ConditionalGaussian {
  /** Numbers of x, and of y behind them. */
  readonly drawn: number;
  readonly given: number;
  readonly mean: Float64Array;
  /** Regression of x on y, `drawn` × `given`. */
  readonly slopes: Float64Array;
  /** Lower Cholesky factor of the covariance of x given y. */
  readonly residual: Float64Array;
  /** Lower Cholesky factor of the covariance of y. */
  readonly givenFactor: Float64Array;
}

/**
 * Conditions a normal distribution on its last numbers: Σ_xy Σ_yy⁻¹ and the Schur complement.
 * @throws TracksError `MODEL_CORRUPT` for a covariance that is not positive definite
 */
export function conditionGaussian({ mean, covariance }: Gaussian, given: number): ConditionalGaussian {
  const n = mean.length;
  const drawn = n - given;
  const whole = Float64Array.from(covariance);
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  const givenFactor = choleskyFactor(submatrix(whole, n, range(drawn, n)), given);
  const slopes = new Float64Array(drawn * given);
  const schur = submatrix(whole, n, range(0, drawn));
  if (givenFactor === null) throw notDefinite();
  for (let i = 0; i < drawn; i++) {
    const row = slopes.subarray(i * given, (i + 1) * given);
    row.set(whole.subarray(i * n + drawn, (i + 1) * n));
    solveLower(givenFactor, row);
    solveLowerTransposed(givenFactor, row);
    for (let j = 0; j < drawn; j++) {
      for (let k = 0; k < given; k++) schur[i * drawn + j]! -= row[k]! * whole[j * n + drawn + k]!;
    }
  }
  const residual = choleskyFactor(schur, drawn);
  if (residual === null) throw notDefinite();
  return { drawn, given, mean: Float64Array.from(mean), slopes, residual, givenFactor };
}

function notDefinite(): TracksError {
  return new TracksError("MODEL_CORRUPT", "a covariance is not positive definite; fit the generator anew");
}

/** A draw of x given y: takes `drawn` normals from `random`. */
export function drawConditional(
  { drawn, given, mean, slopes, residual }: ConditionalGaussian,
  y: ArrayLike<number>,
  random: Random,
): Float64Array {
  const noise = Float64Array.from({ length: drawn }, () => random.normal());
  return Float64Array.from({ length: drawn }, (_, i) => {
    let value = mean[i]!;
    for (let k = 0; k < given; k++) value += slopes[i * given + k]! * (y[k]! - mean[drawn + k]!);
    for (let k = 0; k <= i; k++) value += residual[i * drawn + k]! * noise[k]!;
    return value;
  });
}

/** Logarithm of the density of y, but for the constant that all distributions of its length share. */
export function logDensityOfGiven(
  { drawn, given, mean, givenFactor }: ConditionalGaussian,
  y: ArrayLike<number>,
): number {
  const centred = Float64Array.from({ length: given }, (_, k) => y[k]! - mean[drawn + k]!);
  return logDensity(givenFactor, centred);
}

/** Logarithm of a normal density at a centred point, which is overwritten, but for the constant of its length. */
export function logDensity(factor: Float64Array, centred: Float64Array): number {
  const n = centred.length;
  solveLower(factor, centred);
  let sum = 0;
  for (let k = 0; k < n; k++) sum -= centred[k]! ** 2 / 2 + Math.log(factor[k * n + k]!);
  return sum;
}
