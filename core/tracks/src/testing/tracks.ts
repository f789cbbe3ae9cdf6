import { EMBEDDING_DIMENSION } from "@interlude/core-graph";
import { ACOUSTIC_MODELS, type AcousticModel, type ClassProbabilities } from "../acoustic-models.js";
import { assembleTrackModel } from "../assemble-model.js";
import { conditionNames, type ArtistContext } from "../condition.js";
import type { ConditionalDecoder } from "../conditional-decoder.js";
import { COORDINATES_LENGTH } from "../feature-space.js";
import type { TrackModel } from "../model.js";
import { keyedRandom, type Random } from "../random.js";
import { prepareTrainingSet, type TrainingSet, type TrainingTrack } from "../training-set.js";

/** Probabilities of one model from scores: a softmax. */
function softmax(scores: readonly number[]): number[] {
  const weights = scores.map((score) => Math.exp(score));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** A complete track whose classes are random, each model's first class favoured by `tilt`. */
export function randomTrack(random: Random, tilt = 0): ClassProbabilities {
  return Object.fromEntries(
    (Object.keys(ACOUSTIC_MODELS) as AcousticModel[]).map((model) => {
      const classes: readonly string[] = ACOUSTIC_MODELS[model];
      const probabilities = softmax(classes.map((_, i) => (i === 0 ? tilt : 0) + random.normal()));
      return [model, Object.fromEntries(classes.map((name, i) => [name, probabilities[i]!]))];
    }),
  );
}

/** A catalogue of `count` tracks by artists with two tracks each; popular artists' first classes are likelier. */
export function randomCatalogue(count: number, seed: string): TrainingTrack[] {
  const random = keyedRandom(seed);
  const embedding = () => {
    const vector = Float64Array.from({ length: EMBEDDING_DIMENSION }, () => random.normal());
    const norm = Math.hypot(...vector);
    return vector.map((value) => value / norm);
  };
  let artist: ArtistContext | undefined;
  return Array.from({ length: count }, (_, i) => {
    if (artist === undefined || i % 2 === 0) {
      artist = { embedding: embedding(), degree: random.below(20), popularity: random.below(101) };
    }
    return {
      recording: `recording-${i}`,
      artist: `artist-${i >> 1}`,
      probabilities: randomTrack(random, (artist.popularity! - 50) / 25),
      context: [artist, artist],
    };
  });
}

/** A decoder of the right shape with random weights. */
export function untrainedDecoder(set: TrainingSet, seed: string): ConditionalDecoder {
  const random = keyedRandom(seed);
  const floats = (length: number) => Float32Array.from({ length }, () => 0.3 * random.normal());
  const condition = conditionNames(set.conditions.clusters).length;
  const inputs = 4 + condition;
  return {
    latent: 4,
    condition,
    layers: [
      { inputs, outputs: 8, activation: "tanh", weights: floats(inputs * 8), biases: floats(8) },
      {
        inputs: 8,
        outputs: COORDINATES_LENGTH,
        activation: "linear",
        weights: floats(8 * COORDINATES_LENGTH),
        biases: floats(COORDINATES_LENGTH),
      },
    ],
    logDeviations: floats(COORDINATES_LENGTH),
  };
}

/** A model whose decoder was not trained: what it draws has the marginals of a random catalogue. */
export function untrainedModel(seed: string): TrackModel {
  const set = prepareTrainingSet(randomCatalogue(120, seed));
  return assembleTrackModel(set, untrainedDecoder(set, seed), {});
}
