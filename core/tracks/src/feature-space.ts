import { ACOUSTIC_MODELS, blockOf, type ClassProbabilities } from "./acoustic-models.js";
import { requireLength } from "./errors.js";
import { fitPrincipalComponents, projectOnComponents, type PrincipalComponents } from "./pca.js";
import { coordinatesToSimplex, simplexToCoordinates } from "./simplex.js";
import {
  DESCRIPTORS,
  FEATURE_NAMES,
  GENRE_CLASSES,
  GENRE_COMPONENTS,
  GENRE_MODELS,
  MOODS,
} from "./track-features.js";

/** `probability`: alone in [0, 1]. `simplex`: in [0, 1], its block sums to 1. `component`: a real coordinate. */
type FeatureKind = "probability" | "simplex" | "component";

/** One number of a track vector. */
export interface Feature {
  readonly name: string;
  readonly kind: FeatureKind;
  readonly lower: number;
  readonly upper: number;
  readonly description: string;
}

/** The meaning of every number of a track vector; plain data. */
export interface FeatureSpace {
  readonly features: readonly Feature[];
  /** How the genre and rhythm classifiers' probabilities become the `component` features. */
  readonly genre: PrincipalComponents;
}

const MOODS_FROM = DESCRIPTORS.length;
const GENRE_FROM = MOODS_FROM + MOODS.length;

/** Numbers in a track vector. */
export const VECTOR_LENGTH = FEATURE_NAMES.length;
/** Numbers in the unconstrained coordinates of a vector: the mood block needs one fewer. */
export const COORDINATES_LENGTH = VECTOR_LENGTH - 1;

function genreRow(track: ClassProbabilities): number[] {
  return GENRE_MODELS.flatMap((model) => blockOf(track, model));
}

/**
 * Fits the feature space to a catalogue: the genre components and their ranges.
 * @param tracks complete tracks (see `missingModels`), at least two; their order does not matter beyond rounding
 * @throws TracksError `TRACKS_TOO_FEW`, `TRACK_CLASSES_MISSING`, `TRACK_PROBABILITY_INVALID`
 */
export function fitFeatureSpace(tracks: readonly ClassProbabilities[]): FeatureSpace {
  const rows = tracks.map(genreRow);
  const genre = fitPrincipalComponents(rows, GENRE_COMPONENTS);
  const lower = Array.from({ length: GENRE_COMPONENTS }, () => Infinity);
  const upper = Array.from({ length: GENRE_COMPONENTS }, () => -Infinity);
  for (const row of rows) {
    for (const [i, coordinate] of projectOnComponents(genre, row).entries()) {
      lower[i] = Math.min(lower[i]!, coordinate);
      upper[i] = Math.max(upper[i]!, coordinate);
    }
  }
  const probability = (name: string, kind: FeatureKind, description: string): Feature => ({
    name,
    kind,
    lower: 0,
    upper: 1,
    description,
  });
  return {
    features: [
      ...DESCRIPTORS.map(({ name, description }) => probability(name, "probability", description)),
      ...MOODS.map(([name, description]) => probability(name, "simplex", description)),
      ...genre.components.map((component, i) => ({
        name: `genre_${i + 1}`,
        kind: "component" as const,
        lower: lower[i]!,
        upper: upper[i]!,
        description: describeComponent(component),
      })),
    ],
    genre,
  };
}

function describeComponent(component: readonly number[]): string {
  const ranked = component.map((loading, i) => ({ loading, name: GENRE_CLASSES[i]! }));
  ranked.sort((x, y) => y.loading - x.loading);
  const names = (entries: typeof ranked) => entries.map(({ name }) => name).join(", ");
  const towards = names(ranked.filter(({ loading }) => loading > 0).slice(0, 3));
  const against = names(
    ranked
      .filter(({ loading }) => loading < 0)
      .reverse()
      .slice(0, 3),
  );
  return `Genre and rhythm, towards ${towards || "nothing"}, away from ${against || "nothing"}.`;
}

/**
 * The vector of a track from its classifiers' output.
 * @returns `VECTOR_LENGTH` numbers in the order of `space.features`
 * @throws TracksError `TRACK_CLASSES_MISSING`, `TRACK_PROBABILITY_INVALID`
 */
export function trackVectorFromClassProbabilities(
  space: FeatureSpace,
  track: ClassProbabilities,
): Float64Array {
  const descriptors = DESCRIPTORS.map(({ model, class: name }) => {
    const classes: readonly string[] = ACOUSTIC_MODELS[model];
    return blockOf(track, model)[classes.indexOf(name)]!;
  });
  return Float64Array.from([
    ...descriptors,
    ...blockOf(track, "moods_mirex"),
    ...projectOnComponents(space.genre, genreRow(track)),
  ]);
}

/** The unconstrained coordinates that the network models: as the vector, the mood block in log-ratios. */
export function vectorToCoordinates(vector: ArrayLike<number>): Float64Array {
  requireLength("the track vector", vector.length, VECTOR_LENGTH);
  const values = Array.from(vector);
  return Float64Array.from([
    ...values.slice(0, MOODS_FROM),
    ...simplexToCoordinates(values.slice(MOODS_FROM, GENRE_FROM)),
    ...values.slice(GENRE_FROM),
  ]);
}

/** The track vector at coordinates; its mood block sums to 1 within rounding. */
export function coordinatesToVector(coordinates: ArrayLike<number>): Float64Array {
  requireLength("the coordinates of a track", coordinates.length, COORDINATES_LENGTH);
  const values = Array.from(coordinates);
  return Float64Array.from([
    ...values.slice(0, MOODS_FROM),
    ...coordinatesToSimplex(values.slice(MOODS_FROM, GENRE_FROM - 1), MOODS.length),
    ...values.slice(GENRE_FROM - 1),
  ]);
}

/** A track vector by names, as it is published. */
interface NamedTrack {
  readonly descriptors: Record<string, number>;
  readonly moods: Record<string, number>;
  readonly genreComponents: number[];
}

/** Names the numbers of a track vector. */
export function nameTrackVector(vector: ArrayLike<number>): NamedTrack {
  requireLength("the track vector", vector.length, VECTOR_LENGTH);
  const values = Array.from(vector);
  return {
    descriptors: Object.fromEntries(DESCRIPTORS.map(({ name }, i) => [name, values[i]!])),
    moods: Object.fromEntries(MOODS.map(([name], i) => [name, values[MOODS_FROM + i]!])),
    genreComponents: values.slice(GENRE_FROM),
  };
}
