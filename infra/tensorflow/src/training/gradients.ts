import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import { LOG_SCALE } from "@interlude/core-tracks";
import type { TensorFlow } from "../tensorflow.js";
import { denseGradient, inputGradient, siluGradient } from "./dense-operations.js";
import type { Layers } from "./parameters.js";
import {
  type Batch,
  type DropoutMasks,
  type Encoded,
  type LatentNormal,
  type Prior,
  decode,
  encode,
  priorOf,
  residualOf,
} from "./passes.js";
import type { Triangle } from "./triangle.js";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** What a step draws, and how it weighs the divergence. */
export interface StepInput {
  readonly batch: Batch;
  /** Standard normal, batch × latent: the draw from the posterior. */
  readonly noise: Tensor2D;
  readonly masks: DropoutMasks;
  /** Weight of the divergence in this step. */
  readonly klWeight: number;
  readonly freeBits: number;
}

/** Σ over the batch's rows, in nats. */
export interface LossSums {
  readonly reconstruction: Scalar;
  readonly klByDimension: Tensor1D;
}

/**
 * Gradients of mean reconstruction + klWeight × Σⱼ max(mean KLⱼ, free bits) for all layers, worked out by hand: an
 * automatic tape over the same network records and allocates several times as many operations.
 */
export function gradientsOf(
  tf: TensorFlow,
  layers: Layers,
  triangle: Triangle | null,
  { batch, noise, masks, klWeight, freeBits }: StepInput,
): { gradients: Layers; sums: LossSums } {
  const [rows, features] = batch.x.shape;
  const posterior = encode(tf, layers, batch);
  const prior = priorOf(tf, layers, batch.c);
  const deviation = tf.exp(tf.mul(posterior.logVariance, 0.5)) as Tensor2D;
  const spread = tf.mul(deviation, noise) as Tensor2D;
  const z = tf.add(posterior.mean, spread) as Tensor2D;
  const decoded = decode(tf, layers, { z, c: batch.c, features }, masks);
  const residual = residualOf(tf, decoded, batch, triangle);

  const squared = tf.square(residual.values);
  const reconstruction = reconstructionSum(tf, squared, decoded.logScale, batch.observed);
  const kl = divergence(tf, posterior, prior);
  const klByDimension = tf.sum(kl.values, 0) as Tensor1D;
  const charged = tf.greater(klByDimension, freeBits * rows).cast("float32");
  const klFactor = tf.mul(charged, klWeight / rows);

  // Of the loss by the decoder's outputs: m, ln s and the elements of A.
  const byResidual = tf.mul(residual.values, tf.mul(residual.inverseScale, 1 / rows)) as Tensor2D;
  let byDifference = byResidual;
  let byTriangle: Tensor2D | null = null;
  if (decoded.triangle !== null && residual.factors !== null && triangle !== null) {
    const byProducts = tf.matMul(byResidual, triangle.rows) as Tensor2D;
    byTriangle = tf.mul(byProducts, residual.factors);
    const throughFactors = tf.matMul(tf.mul(byProducts, decoded.triangle), triangle.columns, false, true);
    byDifference = tf.add(byResidual, throughFactors);
    if (batch.observed !== null) byDifference = tf.mul(byDifference, batch.observed);
  }
  const inside = tf.logicalAnd(
    tf.greater(decoded.rawLogScale, LOG_SCALE.lowest),
    tf.less(decoded.rawLogScale, LOG_SCALE.highest),
  );
  const byLogScale = tf.mul(
    tf.mul(tf.sub(batch.observed ?? 1, squared), 1 / rows),
    inside.cast("float32"),
  ) as Tensor2D;
  const byMean = tf.neg(byDifference) as Tensor2D;
  const byOutput = tf.concat(
    byTriangle === null ? [byMean, byLogScale] : [byMean, byLogScale, byTriangle],
    1,
  );

  const output = denseGradient(tf, decoded.second.output, byOutput);
  const bySecondInput = siluGradient(tf, decoded.second, inputGradient(tf, layers.output, byOutput));
  const decoder2 = denseGradient(tf, decoded.first.output, bySecondInput);
  const byFirstInput = siluGradient(tf, decoded.first, inputGradient(tf, layers.decoder2, bySecondInput));
  const decoder1 = denseGradient(tf, decoded.input, byFirstInput);
  const byInput = inputGradient(tf, layers.decoder1, byFirstInput);
  const byZ = tf.slice(byInput, [0, 0], [rows, noise.shape[1]]);

  const byPosteriorMean = tf.add(byZ, tf.mul(kl.byMean, klFactor)) as Tensor2D;
  const byPosteriorLogVariance = tf.add(
    tf.mul(tf.mul(byZ, spread), 0.5),
    tf.mul(kl.byLogVariance, klFactor),
  ) as Tensor2D;
  const byPosterior = tf.concat([byPosteriorMean, byPosteriorLogVariance], 1);
  const byPrior = tf.concat(
    [tf.neg(tf.mul(kl.byMean, klFactor)) as Tensor2D, tf.mul(kl.byPriorLogVariance, klFactor) as Tensor2D],
    1,
  );
  return {
    gradients: {
      ...encoderGradients(tf, layers, posterior, byPosterior),
      ...priorGradients(tf, layers, { prior, c: batch.c }, byPrior),
      decoder1,
      decoder2,
      output,
    },
    sums: { reconstruction, klByDimension },
  };
}

function encoderGradients(
  tf: TensorFlow,
  layers: Layers,
  encoded: Encoded,
  byPosterior: Tensor2D,
): Pick<Layers, "encoder1" | "encoder2" | "posterior"> {
  const posterior = denseGradient(tf, encoded.second.output, byPosterior);
  const bySecond = siluGradient(tf, encoded.second, inputGradient(tf, layers.posterior, byPosterior));
  const encoder2 = denseGradient(tf, encoded.first.output, bySecond);
  const byFirst = siluGradient(tf, encoded.first, inputGradient(tf, layers.encoder2, bySecond));
  return { posterior, encoder2, encoder1: denseGradient(tf, encoded.input, byFirst) };
}

function priorGradients(
  tf: TensorFlow,
  layers: Layers,
  { prior, c }: { prior: Prior; c: Tensor2D },
  byPrior: Tensor2D,
): Pick<Layers, "prior1" | "prior2"> {
  const prior2 = denseGradient(tf, prior.hidden.output, byPrior);
  const byHidden = siluGradient(tf, prior.hidden, inputGradient(tf, layers.prior2, byPrior));
  return { prior2, prior1: denseGradient(tf, c, byHidden) };
}

/** −Σ ln p(x | z, c) over rows and observed features: e² / 2 + ln s + ½ ln 2π each. */
export function reconstructionSum(
  tf: TensorFlow,
  squaredResidual: Tensor2D,
  logScale: Tensor2D,
  observed: Tensor2D | null,
): Scalar {
  const constant = tf.add(tf.mul(squaredResidual, 0.5), tf.add(logScale, HALF_LOG_TWO_PI));
  // A missing feature's residual is 0 already; its scale must not count either.
  return tf.sum(observed === null ? constant : tf.mul(constant, observed)) as Scalar;
}

/**
 * KL(q ‖ p) of two normal distributions with independent dimensions, a row and dimension each,
 * (ln σp² − ln σq² + (σq² + (μq − μp)²) / σp² − 1) / 2, and its derivatives; by the prior's mean it is −`byMean`.
 */
export function divergence(
  tf: TensorFlow,
  q: LatentNormal,
  p: LatentNormal,
): { values: Tensor2D; byMean: Tensor2D; byLogVariance: Tensor2D; byPriorLogVariance: Tensor2D } {
  const difference = tf.sub(q.mean, p.mean);
  const byMean = tf.mul(difference, tf.exp(tf.neg(p.logVariance))) as Tensor2D;
  const logRatio = tf.sub(q.logVariance, p.logVariance);
  const ratio = tf.exp(logRatio);
  const excess = tf.sub(tf.add(ratio, tf.mul(byMean, difference)), 1);
  return {
    values: tf.mul(tf.sub(excess, logRatio), 0.5) as Tensor2D,
    byMean,
    byLogVariance: tf.mul(tf.sub(ratio, 1), 0.5) as Tensor2D,
    byPriorLogVariance: tf.mul(excess, -0.5) as Tensor2D,
  };
}
