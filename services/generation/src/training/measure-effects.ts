import {
  type Matrix,
  choleskyFactor,
  columnOf,
  rowOf,
  solveLower,
  solveLowerTransposed,
} from "@interlude/core-numerics";

/** What a linear regression says of one predictor's part, or of the difference of two. */
export interface Effect {
  /** In standard deviations of the feature, a unit of the predictor. */
  readonly size: number;
  /** In standard errors. */
  readonly t: number;
}

/** Effects on one feature: of the predictors with a weight each, such as 1 and −1 for the difference of two. */
export type EffectOf = (weights: readonly (readonly [predictor: number, weight: number])[]) => Effect;

/** Keeps predictors that repeat each other apart, in shares of the rows. */
const RIDGE = 1e-6;

/**
 * Regresses a feature on all predictors together, by least squares, so that the effect of one is that with all others
 * as they are.
 * @param predictors no intercept is added
 * @param feature NaN where missing: such rows are left out
 * @returns null if there are hardly more rows than predictors, or the feature does not vary
 */
export function effectsOn(feature: Float64Array, predictors: Matrix): EffectOf | null {
  const width = predictors.columns;
  const known = [...feature.keys()].filter((row) => !Number.isNaN(feature[row]!));
  if (known.length < 2 * width) return null;
  const products = new Float64Array(width * width);
  const coefficients = new Float64Array(width);
  let sum = 0;
  let squares = 0;
  for (const row of known) {
    const x = rowOf(predictors, row);
    const y = feature[row]!;
    sum += y;
    squares += y * y;
    for (let i = 0; i < width; i++) {
      if (x[i] === 0) continue;
      coefficients[i]! += x[i]! * y;
      for (let j = 0; j <= i; j++) products[i * width + j]! += x[i]! * x[j]!;
    }
  }
  for (let i = 0; i < width; i++) {
    products[i * width + i]! += RIDGE * known.length;
    for (let j = 0; j < i; j++) products[j * width + i] = products[i * width + j]!;
  }
  const factor = choleskyFactor(products, width);
  const variance = squares / known.length - (sum / known.length) ** 2;
  if (factor === null || !(variance > 1e-12)) return null;
  solveLower(factor, coefficients);
  solveLowerTransposed(factor, coefficients);
  let residual = 0;
  for (const row of known) {
    const fitted = rowOf(predictors, row).reduce((total, x, i) => total + x * coefficients[i]!, 0);
    residual += (feature[row]! - fitted) ** 2;
  }
  const noise = residual / (known.length - width);
  const deviation = Math.sqrt(variance);
  return (weights) => {
    const contrast = new Float64Array(width);
    for (const [predictor, weight] of weights) contrast[predictor]! += weight;
    const effect = contrast.reduce((total, weight, i) => total + weight * coefficients[i]!, 0);
    solveLower(factor, contrast);
    const error = Math.sqrt(noise * contrast.reduce((total, x) => total + x * x, 0));
    return { size: effect / deviation, t: effect / error };
  };
}

/** Columns of a matrix as one of their own. */
export function columnsOf(matrix: Matrix, columns: readonly number[]): Matrix {
  const values = new Float64Array(matrix.rows * columns.length);
  for (const [to, column] of columns.entries())
    for (const [row, value] of columnOf(matrix, column).entries()) values[row * columns.length + to] = value;
  return { rows: matrix.rows, columns: columns.length, values };
}
