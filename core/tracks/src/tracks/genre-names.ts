import type { AcousticModel, ClassProbabilities } from "../acoustic-models.js";

/** The classes of the models that tell whole genres apart, in words that they share. */
const GENRE_NAMES = {
  genre_dortmund: {
    alternative: "alternative",
    blues: "blues",
    electronic: "electronic",
    folkcountry: "folk and country",
    funksoulrnb: "soul and rhythm and blues",
    jazz: "jazz",
    pop: "pop",
    raphiphop: "hip hop",
    rock: "rock",
  },
  genre_rosamerica: {
    cla: "classical",
    dan: "dance",
    hip: "hip hop",
    jaz: "jazz",
    pop: "pop",
    rhy: "soul and rhythm and blues",
    roc: "rock",
    spe: "speech",
  },
  genre_tzanetakis: {
    blu: "blues",
    cla: "classical",
    cou: "folk and country",
    dis: "disco",
    hip: "hip hop",
    jaz: "jazz",
    met: "metal",
    pop: "pop",
    reg: "reggae",
    roc: "rock",
  },
} as const satisfies Partial<Record<AcousticModel, Readonly<Record<string, string>>>>;

/** A genre with its share of a mix. */
export interface GenreShare {
  readonly genre: string;
  readonly share: number;
}

/**
 * The mix of genres that class probabilities say: the mean of the models that tell whole genres apart, by common name,
 * largest first, of equals by name. The shares sum to 1. `genre_electronic`, which tells kinds of electronic music
 * apart whatever the track is, has no part in it.
 */
export function genreMix(classes: ClassProbabilities): GenreShare[] {
  const shares = new Map<string, number>();
  const models = Object.entries(GENRE_NAMES);
  for (const [model, names] of models) {
    for (const [name, genre] of Object.entries(names)) {
      shares.set(genre, (shares.get(genre) ?? 0) + (classes[model]?.[name] ?? 0) / models.length);
    }
  }
  return [...shares]
    .map(([genre, share]) => ({ genre, share }))
    .sort((one, other) => other.share - one.share || (one.genre < other.genre ? -1 : 1));
}
