import { TracksError } from "./errors.js";

/** Class probabilities of one track: AcousticBrainz model name → class name → probability. */
export type ClassProbabilities = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The high-level models of AcousticBrainz (version v2.1_beta1) with their classes, in alphabetical order. */
export const ACOUSTIC_MODELS = {
  danceability: ["danceable", "not_danceable"],
  gender: ["female", "male"],
  genre_dortmund: [
    "alternative",
    "blues",
    "electronic",
    "folkcountry",
    "funksoulrnb",
    "jazz",
    "pop",
    "raphiphop",
    "rock",
  ],
  genre_electronic: ["ambient", "dnb", "house", "techno", "trance"],
  genre_rosamerica: ["cla", "dan", "hip", "jaz", "pop", "rhy", "roc", "spe"],
  genre_tzanetakis: ["blu", "cla", "cou", "dis", "hip", "jaz", "met", "pop", "reg", "roc"],
  ismir04_rhythm: [
    "ChaChaCha",
    "Jive",
    "Quickstep",
    "Rumba-American",
    "Rumba-International",
    "Rumba-Misc",
    "Samba",
    "Tango",
    "VienneseWaltz",
    "Waltz",
  ],
  mood_acoustic: ["acoustic", "not_acoustic"],
  mood_aggressive: ["aggressive", "not_aggressive"],
  mood_electronic: ["electronic", "not_electronic"],
  mood_happy: ["happy", "not_happy"],
  mood_party: ["not_party", "party"],
  mood_relaxed: ["not_relaxed", "relaxed"],
  mood_sad: ["not_sad", "sad"],
  moods_mirex: ["Cluster1", "Cluster2", "Cluster3", "Cluster4", "Cluster5"],
  timbre: ["bright", "dark"],
  tonal_atonal: ["atonal", "tonal"],
  voice_instrumental: ["instrumental", "voice"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type AcousticModel = keyof typeof ACOUSTIC_MODELS;

// The classifiers' own sums are off by float32 noise only; anything further off is not their output.
const LARGEST_SUM_ERROR = 0.01;

/** The models of which a track lacks at least one class; empty when it is complete. */
export function missingModels(track: ClassProbabilities): AcousticModel[] {
  return (Object.keys(ACOUSTIC_MODELS) as AcousticModel[]).filter((model) =>
    ACOUSTIC_MODELS[model].some((name) => track[model]?.[name] === undefined),
  );
}

/**
 * The probabilities of one model in the order of `ACOUSTIC_MODELS`, scaled to sum to 1.
 * @throws TracksError `TRACK_CLASSES_MISSING`, `TRACK_PROBABILITY_INVALID`
 */
export function blockOf(track: ClassProbabilities, model: AcousticModel): number[] {
  const given = track[model];
  const block = ACOUSTIC_MODELS[model].map((name) => {
    const probability = given?.[name];
    if (probability === undefined) {
      throw new TracksError(
        "TRACK_CLASSES_MISSING",
        `the track has no probability for ${model}/${name}; leave out tracks for which missingModels() is not empty`,
      );
    }
    if (!(probability >= 0 && probability <= 1 + LARGEST_SUM_ERROR)) {
      throw new TracksError(
        "TRACK_PROBABILITY_INVALID",
        `${model}/${name} is ${probability}, which is no probability`,
      );
    }
    return probability;
  });
  const sum = block.reduce((total, probability) => total + probability, 0);
  if (Math.abs(sum - 1) > LARGEST_SUM_ERROR) {
    throw new TracksError(
      "TRACK_PROBABILITY_INVALID",
      `the classes of ${model} sum to ${sum} where 1 is expected`,
    );
  }
  return block.map((probability) => probability / sum);
}

/**
 * Checks that the models that a track has are probabilities; models that it lacks are no error.
 * @throws TracksError `TRACK_PROBABILITY_INVALID`
 */
export function checkClassProbabilities(track: ClassProbabilities): void {
  const missing = new Set(missingModels(track));
  for (const model of Object.keys(ACOUSTIC_MODELS) as AcousticModel[]) {
    if (!missing.has(model)) blockOf(track, model);
  }
}
