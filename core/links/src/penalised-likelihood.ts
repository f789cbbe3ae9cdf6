import { sigmoid } from "./logistic-model.js";

/** Value and derivatives of the loss at one coefficient vector. */
export interface LossState {
  readonly loss: number;
  readonly gradient: Float64Array;
  /** Row-major, (columns + 1)². */
  readonly hessian: Float64Array;
}

/**
 * −log-likelihood of a logistic model plus ½·ridge·‖β‖², over rows that end in a constant 1 (the intercept,
 * which is not penalised).
 *
 * @param rows row-major, `labels.length` × `width`
 * @param weights how often each row counts; once if left out
 */
export function penalisedLoss(
  rows: Float64Array,
  labels: Uint8Array,
  ridge: number,
  beta: Float64Array,
  weights?: ArrayLike<number>,
): LossState {
  const width = beta.length;
  const gradient = new Float64Array(width);
  const hessian = new Float64Array(width * width);
  let loss = 0;
  for (let row = 0; row < labels.length; row += 1) {
    const weight = weights === undefined ? 1 : weights[row]!;
    if (weight === 0) continue;
    const at = row * width;
    let score = 0;
    for (let j = 0; j < width; j += 1) score += beta[j]! * rows[at + j]!;
    // ln(1 + e^score) − label · score, written so that neither end overflows.
    loss += weight * (Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - labels[row]! * score);
    const p = sigmoid(score);
    const residual = weight * (p - labels[row]!);
    const curvature = weight * p * (1 - p);
    for (let j = 0; j < width; j += 1) {
      gradient[j]! += residual * rows[at + j]!;
      const weighted = curvature * rows[at + j]!;
      for (let k = 0; k <= j; k += 1) hessian[j * width + k]! += weighted * rows[at + k]!;
    }
  }
  for (let j = 0; j < width; j += 1) {
    for (let k = 0; k < j; k += 1) hessian[k * width + j] = hessian[j * width + k]!;
    if (j === width - 1) continue;
    loss += 0.5 * ridge * beta[j]! ** 2;
    gradient[j]! += ridge * beta[j]!;
    hessian[j * width + j]! += ridge;
  }
  return { loss, gradient, hessian };
}
