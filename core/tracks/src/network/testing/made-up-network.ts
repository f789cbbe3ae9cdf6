import { keyedRandom } from "../../random.js";
import { type ConditionalNetwork, type DenseLayer, decoderOutputs } from "../network.js";

/** A network of random weights, as an untrained one has them. */
export function madeUpNetwork(options: {
  readonly latent: number;
  readonly condition: number;
  readonly features: number;
  readonly hidden: number;
  readonly covariance: ConditionalNetwork["covariance"];
}): ConditionalNetwork {
  const { latent, condition, features, hidden, covariance } = options;
  const random = keyedRandom("made-up network");
  const layer = (inputs: number, outputs: number, activation: DenseLayer["activation"]): DenseLayer => ({
    inputs,
    outputs,
    activation,
    weights: Float32Array.from({ length: inputs * outputs }, () => random.normal() / Math.sqrt(inputs)),
    biases: Float32Array.from({ length: outputs }, () => 0.1 * random.normal()),
  });
  return {
    latent,
    condition,
    features,
    covariance,
    decoder: [
      layer(latent + condition, hidden, "silu"),
      layer(hidden, hidden, "silu"),
      layer(hidden, decoderOutputs(features, covariance), "linear"),
    ],
    prior: [layer(condition, hidden, "silu"), layer(hidden, 2 * latent, "linear")],
  };
}
