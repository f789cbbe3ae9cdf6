import type { Tensor1D } from "@tensorflow/tfjs";
import type { TensorFlow } from "../tensorflow.js";

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const EPSILON = 1e-8;

/** Parameters with the moments of their gradients, each one vector. */
export interface AdamWState {
  readonly parameters: Tensor1D;
  /** Σ of the gradients, decayed: the first moment without its factor 1 − β₁. */
  readonly first: Tensor1D;
  /** The same of their squares, β₂. */
  readonly second: Tensor1D;
}

/**
 * One step of AdamW (Loshchilov and Hutter 2019) after clipping the gradient's norm. Nothing is read back.
 * @param step from 1
 * @returns new tensors; in the caller's tidy
 */
export function adamW(
  tf: TensorFlow,
  { parameters, first, second }: AdamWState,
  gradient: Tensor1D,
  options: { step: number; learningRate: number; weightDecay: number; clipNorm: number },
): AdamWState {
  const { step, learningRate, weightDecay, clipNorm } = options;
  const squared = tf.square(gradient);
  const norm = tf.sqrt(tf.sum(squared));
  const scale = tf.div(clipNorm, tf.maximum(norm, clipNorm));
  const nextFirst = tf.add(tf.mul(first, FIRST_DECAY), tf.mul(gradient, scale)) as Tensor1D;
  const nextSecond = tf.add(tf.mul(second, SECOND_DECAY), tf.mul(squared, tf.square(scale))) as Tensor1D;
  // The moments' factors and bias corrections, drawn out of the quotient: two operations on the vector fewer.
  const firstFactor = (1 - FIRST_DECAY) / (1 - FIRST_DECAY ** step);
  const secondFactor = Math.sqrt((1 - SECOND_DECAY) / (1 - SECOND_DECAY ** step));
  const change = tf.div(nextFirst, tf.add(tf.sqrt(nextSecond), EPSILON / secondFactor));
  const decayed = tf.mul(parameters, 1 - learningRate * weightDecay);
  return {
    parameters: tf.sub(decayed, tf.mul(change, (learningRate * firstFactor) / secondFactor)) as Tensor1D,
    first: nextFirst,
    second: nextSecond,
  };
}
