import { ACOUSTIC_MODELS, type AcousticModel } from "./acoustic-models.js";
import { DESCRIPTORS, MOODS } from "./tracks/classifier-columns.js";

export { DESCRIPTORS, MOODS };

/** The classifiers whose principal components are the genre components of a track vector. */
export const GENRE_MODELS: readonly AcousticModel[] = [
  "genre_dortmund",
  "genre_electronic",
  "genre_rosamerica",
  "genre_tzanetakis",
  "ismir04_rhythm",
];
/** Number of genre components. */
export const GENRE_COMPONENTS = 6;
/** The classes of `GENRE_MODELS`, in their order. */
export const GENRE_CLASSES = GENRE_MODELS.flatMap((model) =>
  ACOUSTIC_MODELS[model].map((name) => `${model}/${name}`),
);

/** Names of the numbers of a track vector, in order: 12 descriptors, 5 mood clusters, 6 genre components. */
export const FEATURE_NAMES: readonly string[] = [
  ...DESCRIPTORS.map(({ name }) => name),
  ...MOODS.map(([name]) => name),
  ...Array.from({ length: GENRE_COMPONENTS }, (_, i) => `genre_${i + 1}`),
];
