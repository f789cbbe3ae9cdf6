import { exponential } from "../exponential.js";
import type { DenseLayer } from "../network.js";

const { fround } = Math;

/**
 * Dense layers one after the other, in plain float32 arithmetic: input by input in order, each product and each sum
 * rounded. The definition that faster ones must equal bit for bit.
 * @param input rows × inputs of the first layer
 * @returns rows × outputs of the last layer
 */
export function runPlainLayers(
  layers: readonly DenseLayer[],
  input: Float32Array,
  rows: number,
): Float32Array {
  let activations = input;
  for (const layer of layers) activations = dense(layer, activations, rows);
  return activations;
}

function dense(
  { inputs, outputs, activation, weights, biases }: DenseLayer,
  input: Float32Array,
  rows: number,
): Float32Array {
  const output = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    const sums = output.subarray(row * outputs, (row + 1) * outputs);
    sums.set(biases);
    for (let i = 0; i < inputs; i++) {
      const x = input[row * inputs + i]!;
      for (let j = 0; j < outputs; j++) {
        sums[j] = fround(sums[j]! + fround(x * weights[i * outputs + j]!));
      }
    }
    if (activation === "silu") {
      for (let j = 0; j < outputs; j++) {
        const a = sums[j]!;
        sums[j] = fround(a / fround(1 + exponential(-a)));
      }
    }
  }
  return output;
}
