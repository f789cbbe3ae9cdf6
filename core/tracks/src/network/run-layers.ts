import type { DenseLayer } from "./network.js";
import { runPlainLayers } from "./plain-layers.js";

/**
 * Dense layers one after the other.
 * @param fill writes the input, rows × inputs of the first layer
 * @returns rows × outputs of the last layer, valid until the next call
 */
export function runLayers(
  layers: readonly DenseLayer[],
  rows: number,
  fill: (input: Float32Array) => void,
): Float32Array {
  const input = new Float32Array(rows * layers[0]!.inputs);
  fill(input);
  return runPlainLayers(layers, input, rows);
}
