import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import type { TensorFlow } from "../tensorflow.js";
import type { Dense } from "./parameters.js";

/** x W + b. */
export function linear(tf: TensorFlow, { weights, biases }: Dense, input: Tensor2D): Tensor2D {
  return tf.fused.matMul({ a: input, b: weights, bias: biases }) as Tensor2D;
}

/** Gradients of a dense layer's parameters from its input and the gradient of its output. */
export function denseGradient(tf: TensorFlow, input: Tensor2D, gradient: Tensor2D): Dense {
  return {
    weights: tf.matMul(input, gradient, true, false),
    biases: tf.sum(gradient, 0) as Tensor1D,
  };
}

/** Gradient of a dense layer's input from the gradient of its output. */
export function inputGradient(tf: TensorFlow, { weights }: Dense, gradient: Tensor2D): Tensor2D {
  return tf.matMul(gradient, weights, false, true);
}

/** silu(a) = a σ(a), with what its derivative needs. */
export interface Silu {
  readonly output: Tensor2D;
  readonly sigmoid: Tensor2D;
}

export function silu(tf: TensorFlow, input: Tensor2D): Silu {
  const sigmoid = tf.sigmoid(input);
  return { output: tf.mul(input, sigmoid), sigmoid };
}

/** Gradient of a silu's input: silu′ = σ + silu (1 − σ). */
export function siluGradient(tf: TensorFlow, { output, sigmoid }: Silu, gradient: Tensor2D): Tensor2D {
  const derivative = tf.sub(tf.add(sigmoid, output), tf.mul(output, sigmoid));
  return tf.mul(gradient, derivative);
}
