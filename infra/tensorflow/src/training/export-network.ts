import { type ConditionalNetwork, type DenseLayer, triangleSize } from "@interlude/core-tracks";
import type { ParameterLayout } from "./parameters.js";
import type { NetworkShape } from "./shape.js";
import { TRIANGLE_SCALE } from "./triangle.js";

/**
 * The network as plain numbers.
 * @param condition of the data: without any, the column of zeros that stood in for it goes
 */
export function exportNetwork(
  layout: ParameterLayout,
  parameters: Float32Array,
  shape: NetworkShape,
  condition: number,
): ConditionalNetwork {
  const { latent, features, covariance } = shape;
  const arrays = layout.arrays(parameters);
  const layer = (
    name: keyof typeof arrays,
    activation: DenseLayer["activation"],
    inputs = arrays[name].inputs,
  ): DenseLayer => {
    const { outputs, weights, biases } = arrays[name];
    return { inputs, outputs, activation, weights: weights.slice(0, inputs * outputs), biases };
  };
  const output = layer("output", "linear");
  if (covariance === "full") scaleTriangle(output, features);
  return {
    latent,
    condition,
    features,
    covariance,
    // The condition is the last of the inputs.
    decoder: [layer("decoder1", "silu", latent + condition), layer("decoder2", "silu"), output],
    prior: [layer("prior1", "silu", condition), layer("prior2", "linear")],
  };
}

/** From here on the decoder gives the elements of A themselves. */
function scaleTriangle({ outputs, weights, biases }: DenseLayer, features: number): void {
  const from = outputs - triangleSize(features);
  for (const array of [weights, biases]) {
    for (let i = 0; i < array.length; i++) if (i % outputs >= from) array[i]! *= TRIANGLE_SCALE;
  }
}
