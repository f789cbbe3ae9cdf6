import { TracksError, requireLength } from "./errors.js";
import type { Random } from "./random.js";

type Activation = "tanh" | "linear";

/** A dense layer: y = activation(x W + b), W stored row by row, `inputs` × `outputs`. */
export interface DecoderLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: Activation;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/**
 * The decoder of a conditional VAE (Sohn et al. 2015): p(x | z, c) is normal, its mean a small network of the
 * latent z beside the condition c, its standard deviation one learned number a feature.
 */
export interface ConditionalDecoder {
  /** Dimension of z, which is standard normal. */
  readonly latent: number;
  /** Dimension of c. */
  readonly condition: number;
  readonly layers: readonly DecoderLayer[];
  /** Natural logarithm of the standard deviation of each output. */
  readonly logDeviations: Float32Array;
}

/**
 * Checks that the shapes of a decoder fit together.
 * @throws TracksError `SHAPE_MISMATCH`, `VALUE_NOT_FINITE`
 */
export function checkDecoder(decoder: ConditionalDecoder): void {
  let width = decoder.latent + decoder.condition;
  for (const [i, layer] of decoder.layers.entries()) {
    requireLength(`the input of decoder layer ${i}`, layer.inputs, width);
    requireLength(`the weights of decoder layer ${i}`, layer.weights.length, layer.inputs * layer.outputs);
    requireLength(`the biases of decoder layer ${i}`, layer.biases.length, layer.outputs);
    width = layer.outputs;
  }
  requireLength("the deviations of the decoder", decoder.logDeviations.length, width);
  const arrays = [
    decoder.logDeviations,
    ...decoder.layers.flatMap(({ weights, biases }) => [weights, biases]),
  ];
  if (arrays.some((array) => !array.every((value) => Number.isFinite(value)))) {
    throw new TracksError("VALUE_NOT_FINITE", "a weight of the decoder is not finite; its training diverged");
  }
}

function dense(layer: DecoderLayer, input: Float64Array): Float64Array {
  const { outputs, weights } = layer;
  const output = Float64Array.from(layer.biases);
  for (let i = 0; i < input.length; i++) {
    const x = input[i]!;
    const row = i * outputs;
    for (let j = 0; j < outputs; j++) output[j]! += x * weights[row + j]!;
  }
  if (layer.activation === "tanh") {
    for (let j = 0; j < outputs; j++) output[j] = Math.tanh(output[j]!);
  }
  return output;
}

/**
 * Mean of the outputs given latent and condition. Plain loops in Float64 over one row, so that the result is
 * the same bit for bit however rows are grouped and whatever trained the weights.
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function decodeMean(
  decoder: ConditionalDecoder,
  latent: ArrayLike<number>,
  condition: ArrayLike<number>,
): Float64Array {
  requireLength("the latent vector", latent.length, decoder.latent);
  requireLength("the condition vector", condition.length, decoder.condition);
  let activations: Float64Array = new Float64Array(decoder.latent + decoder.condition);
  activations.set(latent);
  activations.set(condition, decoder.latent);
  for (const layer of decoder.layers) activations = dense(layer, activations);
  return activations;
}

/**
 * Draws one output given a condition: first the latent, then the noise of each feature.
 * @param random consumed by `latent + features` normals
 */
export function sampleDecoder(
  decoder: ConditionalDecoder,
  condition: ArrayLike<number>,
  random: Random,
): Float64Array {
  const latent = Float64Array.from({ length: decoder.latent }, () => random.normal());
  const output = decodeMean(decoder, latent, condition);
  for (let j = 0; j < output.length; j++) {
    output[j]! += Math.exp(decoder.logDeviations[j]!) * random.normal();
  }
  return output;
}
