import { EMBEDDING_DIMENSION } from "@interlude/core-graph";
import {
  ACOUSTIC_MODELS,
  keyedRandom,
  type AcousticModel,
  type ArtistContext,
  type Random,
  type TrainingTrack,
} from "@interlude/core-tracks";

const GENRES = 4;

interface SyntheticArtist {
  readonly id: string;
  readonly genre: number;
  readonly context: ArtistContext;
}

interface SyntheticCatalogue {
  readonly artists: readonly SyntheticArtist[];
  readonly tracks: readonly TrainingTrack[];
}

/** The context of a track by two artists, or by one alone. */
export function contextOf(a: SyntheticArtist, b: SyntheticArtist = a): TrainingTrack["context"] {
  return [a.context, b.context];
}

/**
 * A catalogue whose structure is known: artists of a genre lie close in the embedding; a track's classes follow
 * its artists' genre (`genre_*`, moods), the artists' mean popularity (`danceability` and `mood_party` rise with
 * it) and a hidden mood of the track itself, which ties `mood_sad`, `mood_happy` and `timbre` together.
 */
export function syntheticCatalogue(options: {
  readonly artists: number;
  readonly tracks: number;
  readonly seed: string;
}): SyntheticCatalogue {
  const random = keyedRandom(options.seed);
  const centres = Array.from({ length: GENRES }, () => gaussian(random, EMBEDDING_DIMENSION));
  const artists = Array.from({ length: options.artists }, (_, i): SyntheticArtist => {
    const genre = random.below(GENRES);
    const spread = gaussian(random, EMBEDDING_DIMENSION);
    const embedding = centres[genre]!.map((value, d) => value + 0.7 * spread[d]!);
    const norm = Math.hypot(...embedding);
    return {
      id: `artist-${i}`,
      genre,
      context: {
        embedding: embedding.map((value) => value / norm),
        degree: 1 + random.below(30),
        popularity: random.uniform() < 0.9 ? random.below(101) : null,
      },
    };
  });
  const tracks = Array.from({ length: options.tracks }, (_, i): TrainingTrack => {
    const a = artists[random.below(artists.length)]!;
    const b = random.uniform() < 0.3 ? artists[random.below(artists.length)]! : a;
    return {
      recording: `recording-${i}`,
      artist: a.id,
      probabilities: probabilitiesOf(a, b, random),
      context: contextOf(a, b),
    };
  });
  return { artists, tracks };
}

function gaussian(random: Random, length: number): number[] {
  return Array.from({ length }, () => random.normal());
}

function probabilitiesOf(
  a: SyntheticArtist,
  b: SyntheticArtist,
  random: Random,
): TrainingTrack["probabilities"] {
  const popularity = ((a.context.popularity ?? 50) + (b.context.popularity ?? 50)) / 200;
  const mood = random.normal();
  const score = (model: AcousticModel, index: number): number => {
    const noise = 0.5 * random.normal();
    if (index > 0 && ACOUSTIC_MODELS[model].length === 2) return noise;
    if (model === "danceability") return 5 * (popularity - 0.5) + noise;
    if (model === "mood_party") return -4 * (popularity - 0.5) + noise; // its first class is not_party
    if (model === "mood_sad") return -2 * mood + noise; // not_sad
    if (model === "mood_happy") return 2 * mood - 1 + noise;
    if (model === "timbre") return mood + noise;
    if (ACOUSTIC_MODELS[model].length === 2) return (a.genre + b.genre) / 2 - 1.5 + noise;
    return (index % GENRES === a.genre ? 2 : 0) + (index % GENRES === b.genre ? 2 : 0) + noise;
  };
  return Object.fromEntries(
    (Object.keys(ACOUSTIC_MODELS) as AcousticModel[]).map((model) => {
      const weights = ACOUSTIC_MODELS[model].map((_, i) => Math.exp(score(model, i)));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return [
        model,
        Object.fromEntries(ACOUSTIC_MODELS[model].map((name, i) => [name, weights[i]! / total])),
      ];
    }),
  );
}
