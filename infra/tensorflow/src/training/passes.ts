import type { Tensor2D } from "@tensorflow/tfjs";
import { LOG_SCALE, LOG_VARIANCE } from "@interlude/core-tracks";
import type { TensorFlow } from "../tensorflow.js";
import { type Silu, linear, silu } from "./dense-operations.js";
import type { Layers } from "./parameters.js";
import type { Triangle } from "./triangle.js";

/** Rows of a step. */
export interface Batch {
  /** Scores, 0 where missing. */
  readonly x: Tensor2D;
  /** 1 where a score is observed, 0 where it is missing; null if none is. */
  readonly observed: Tensor2D | null;
  readonly c: Tensor2D;
}

/** Mean and logarithm of the variance of a normal distribution of the latent, a row each. */
export interface LatentNormal {
  readonly mean: Tensor2D;
  readonly logVariance: Tensor2D;
}

export interface Encoded extends LatentNormal {
  readonly input: Tensor2D;
  readonly first: Silu;
  readonly second: Silu;
}

/** q(z | x, c). */
export function encode(tf: TensorFlow, layers: Layers, { x, observed, c }: Batch): Encoded {
  const input = tf.concat(observed === null ? [x, c] : [x, observed, c], 1);
  const first = silu(tf, linear(tf, layers.encoder1, input));
  const second = silu(tf, linear(tf, layers.encoder2, first.output));
  return { input, first, second, ...latentNormal(tf, linear(tf, layers.posterior, second.output)) };
}

export interface Prior extends LatentNormal {
  readonly hidden: Silu;
}

/** p(z | c). */
export function priorOf(tf: TensorFlow, layers: Layers, c: Tensor2D): Prior {
  const hidden = silu(tf, linear(tf, layers.prior1, c));
  return { hidden, ...latentNormal(tf, linear(tf, layers.prior2, hidden.output)) };
}

function latentNormal(tf: TensorFlow, output: Tensor2D): LatentNormal {
  const [mean, logVariance] = tf.split(output, 2, 1) as [Tensor2D, Tensor2D];
  return { mean, logVariance: tf.clipByValue(logVariance, LOG_VARIANCE.lowest, LOG_VARIANCE.highest) };
}

/** Factors of the decoder's two hidden layers: 0 for units that are left out; null for none. */
export type DropoutMasks = readonly [Tensor2D, Tensor2D] | null;

export interface Decoded {
  readonly input: Tensor2D;
  /** After dropout, as is `second`. */
  readonly first: Silu;
  readonly second: Silu;
  readonly mean: Tensor2D;
  /** ln s before and after it is clipped. */
  readonly rawLogScale: Tensor2D;
  readonly logScale: Tensor2D;
  /** The elements of A, still to be scaled; null of a diagonal covariance. */
  readonly triangle: Tensor2D | null;
}

/** The parameters of p(x | z, c). */
export function decode(
  tf: TensorFlow,
  layers: Layers,
  { z, c, features }: { z: Tensor2D; c: Tensor2D; features: number },
  masks: DropoutMasks,
): Decoded {
  const input = tf.concat([z, c], 1);
  const first = silu(tf, linear(tf, layers.decoder1, input), masks?.[0]);
  const second = silu(tf, linear(tf, layers.decoder2, first.output), masks?.[1]);
  const output = linear(tf, layers.output, second.output);
  const rest = output.shape[1] - 2 * features;
  const sizes = rest === 0 ? [features, features] : [features, features, rest];
  const [mean, rawLogScale, triangle] = tf.split(output, sizes, 1) as Tensor2D[];
  return {
    input,
    first,
    second,
    mean: mean!,
    rawLogScale: rawLogScale!,
    logScale: tf.clipByValue(rawLogScale!, LOG_SCALE.lowest, LOG_SCALE.highest),
    triangle: triangle ?? null,
  };
}

export interface Residual {
  /** s⁻¹. */
  readonly inverseScale: Tensor2D;
  /** d × `columns`: what each element of A is multiplied with; null of a diagonal covariance. */
  readonly factors: Tensor2D | null;
  /** e = s⁻¹ (I + A) (x − m), 0 where the score is missing. */
  readonly values: Tensor2D;
}

/**
 * The standardised residual. Row by row of A it is the regression of one feature on those before it:
 * p(x) = Π p(xᵢ | x₁ … xᵢ₋₁). A missing feature has no factor in the product, and stands at its mean in the
 * regressions of those behind it (d = 0). With a diagonal covariance that is the exact marginal; with a full one it is
 * exact if missing features come last, and otherwise leaves out what the missing one's spread adds to the others'.
 */
export function residualOf(
  tf: TensorFlow,
  { mean, logScale, triangle }: Decoded,
  { x, observed }: Batch,
  constants: Triangle | null,
): Residual {
  const difference = tf.sub(x, mean) as Tensor2D;
  const d = observed === null ? difference : (tf.mul(difference, observed) as Tensor2D);
  const inverseScale = tf.exp(tf.neg(logScale)) as Tensor2D;
  let sums = d;
  let factors: Tensor2D | null = null;
  if (triangle !== null && constants !== null) {
    factors = tf.matMul(d, constants.columns) as Tensor2D;
    const products = tf.mul(triangle, factors) as Tensor2D;
    sums = tf.add(d, tf.matMul(products, constants.rows, false, true)) as Tensor2D;
  }
  const values = tf.mul(sums, inverseScale) as Tensor2D;
  return { inverseScale, factors, values: observed === null ? values : tf.mul(values, observed) };
}
