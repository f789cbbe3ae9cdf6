import { TracksError, requireLength } from "../errors.js";
import { type ConditionalNetwork, type DenseLayer, decoderOutputs } from "./network.js";

/**
 * Checks that the shapes of a network fit together and that its numbers are finite.
 * @throws TracksError `SHAPE_MISMATCH`, `VALUE_NOT_FINITE`
 */
export function checkNetwork(network: ConditionalNetwork): void {
  const { latent, condition, features, covariance, decoder, prior } = network;
  checkLayers("decoder", decoder, latent + condition, decoderOutputs(features, covariance));
  checkLayers("prior", prior, condition, 2 * latent);
}

function checkLayers(what: string, layers: readonly DenseLayer[], inputs: number, outputs: number): void {
  let width = inputs;
  for (const [i, layer] of layers.entries()) {
    requireLength(`the input of ${what} layer ${i}`, layer.inputs, width);
    requireLength(`the weights of ${what} layer ${i}`, layer.weights.length, layer.inputs * layer.outputs);
    requireLength(`the biases of ${what} layer ${i}`, layer.biases.length, layer.outputs);
    for (const array of [layer.weights, layer.biases]) {
      if (!array.every((value) => Number.isFinite(value))) {
        throw new TracksError("VALUE_NOT_FINITE", `a weight of ${what} layer ${i} is not finite`);
      }
    }
    width = layer.outputs;
  }
  requireLength(`the output of the ${what}`, width, outputs);
}
