import type { Genre, Sound } from "../world/genres.js";

/** How strongly each axis of a sound speaks for a class, and the class's own leaning. */
export interface Reading {
  readonly axes: Partial<Record<keyof Sound, number>>;
  readonly bias: number;
}

/** A classifier with two classes: the log-odds of the first are read off the sound. */
interface BinaryModel {
  readonly kind: "binary";
  readonly classes: readonly [string, string];
  readonly first: Reading;
}

/** A classifier over genres, rhythms or moods: the class next to the artist's genre is the likeliest. */
interface GenreModel {
  readonly kind: "genre";
  readonly classes: readonly string[];
  readonly nearest: (genre: Genre) => string;
}

/** The gender classifier: follows the artist, not the sound. */
interface VoiceModel {
  readonly kind: "gender";
  readonly classes: readonly [string, string];
}

export type AcousticModel = BinaryModel | GenreModel | VoiceModel;

function mood(name: string, first: Reading): BinaryModel {
  return { kind: "binary", classes: [name, `not_${name}`], first };
}

const MIREX = ["Cluster1", "Cluster2", "Cluster3", "Cluster4", "Cluster5"];

/** The 18 high-level models of AcousticBrainz with all their classes. */
export const ACOUSTIC_MODELS: Readonly<Record<string, AcousticModel>> = {
  danceability: {
    kind: "binary",
    classes: ["danceable", "not_danceable"],
    first: { axes: { dance: 1.8, energy: 0.3 }, bias: 0.2 },
  },
  gender: { kind: "gender", classes: ["female", "male"] },
  genre_dortmund: {
    kind: "genre",
    classes: "alternative blues electronic folkcountry funksoulrnb jazz pop raphiphop rock".split(" "),
    nearest: (genre) => genre.dortmund,
  },
  genre_electronic: {
    kind: "genre",
    classes: "ambient dnb house techno trance".split(" "),
    nearest: (genre) => genre.electronic,
  },
  genre_rosamerica: {
    kind: "genre",
    classes: "cla dan hip jaz pop rhy roc spe".split(" "),
    nearest: (genre) => genre.rosamerica,
  },
  genre_tzanetakis: {
    kind: "genre",
    classes: "blu cla cou dis hip jaz met pop reg roc".split(" "),
    nearest: (genre) => genre.tzanetakis,
  },
  ismir04_rhythm: {
    kind: "genre",
    classes:
      "ChaChaCha Jive Quickstep Rumba-American Rumba-International Rumba-Misc Samba Tango VienneseWaltz Waltz".split(
        " ",
      ),
    nearest: (genre) => genre.rhythm,
  },
  mood_acoustic: mood("acoustic", { axes: { acoustic: 2.2, energy: -0.5 }, bias: -0.2 }),
  mood_aggressive: mood("aggressive", { axes: { energy: 1.8, valence: -0.8 }, bias: -1.2 }),
  mood_electronic: mood("electronic", { axes: { acoustic: -1.6, dance: 0.6 }, bias: -0.3 }),
  mood_happy: mood("happy", { axes: { valence: 1.8, dance: 0.3 }, bias: -0.3 }),
  mood_party: mood("party", { axes: { energy: 1.2, dance: 1.2 }, bias: -0.8 }),
  mood_relaxed: mood("relaxed", { axes: { energy: -1.8, acoustic: 0.6 }, bias: 0.4 }),
  mood_sad: mood("sad", { axes: { valence: -1.5, energy: -0.8 }, bias: -0.2 }),
  moods_mirex: { kind: "genre", classes: MIREX, nearest: (genre) => MIREX[genre.mirex]! },
  timbre: {
    kind: "binary",
    classes: ["bright", "dark"],
    first: { axes: { bright: 1.8, acoustic: -0.3 }, bias: 0 },
  },
  tonal_atonal: {
    kind: "binary",
    classes: ["atonal", "tonal"],
    first: { axes: { acoustic: -0.7, energy: 0.6 }, bias: -0.8 },
  },
  voice_instrumental: {
    kind: "binary",
    classes: ["instrumental", "voice"],
    first: { axes: { voice: -2 }, bias: 0 },
  },
};
