import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import type { TensorFlow } from "../tensorflow.js";
import type { Dense } from "./parameters.js";

/** x W + b. As two operations: the fused one of TensorFlow.js is the same two on the native backend, and six reshapes. */
export function linear(tf: TensorFlow, { weights, biases }: Dense, input: Tensor2D): Tensor2D {
  return tf.add(tf.matMul(input, weights), biases);
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

/** h = a g of an input a, with the gate g = σ(a) — that is silu — or g = μ σ(a) of a dropout mask μ. */
export interface Silu {
  readonly output: Tensor2D;
  readonly sigmoid: Tensor2D;
  readonly gate: Tensor2D;
}

export function silu(tf: TensorFlow, input: Tensor2D, mask?: Tensor2D): Silu {
  const sigmoid = tf.sigmoid(input);
  const gate = mask === undefined ? sigmoid : (tf.mul(sigmoid, mask) as Tensor2D);
  return { output: tf.mul(input, gate), sigmoid, gate };
}

/** Gradient of a silu's input: ∂h/∂a = μ (σ + a σ (1 − σ)) = g + h − h σ, the mask included. */
export function siluGradient(tf: TensorFlow, { output, sigmoid, gate }: Silu, gradient: Tensor2D): Tensor2D {
  const derivative = tf.sub(tf.add(gate, output), tf.mul(output, sigmoid));
  return tf.mul(gradient, derivative);
}
