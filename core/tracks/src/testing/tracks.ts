import { ACOUSTIC_MODELS, type AcousticModel, type ClassProbabilities } from "../acoustic-models.js";
import type { ArtistContext } from "../condition.js";
import { keyedRandom, type Random } from "../random.js";
import type { TrainingTrack } from "../training-set.js";

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
    const vector = Float64Array.from({ length: 64 }, () => random.normal());
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
