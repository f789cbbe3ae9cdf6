/** Position of a sound on the axes that acoustic profiles are made of; 0 is the average, 1 a standard deviation. */
export interface Sound {
  readonly energy: number;
  readonly acoustic: number;
  readonly valence: number;
  readonly dance: number;
  readonly voice: number;
  readonly bright: number;
}

export const SOUND_AXES = [
  "energy",
  "acoustic",
  "valence",
  "dance",
  "voice",
  "bright",
] as const satisfies readonly (keyof Sound)[];

export interface Genre {
  readonly name: string;
  /** As Spotify-derived tables call it and its neighbours; some with an apostrophe, as there. */
  readonly spotifyGenres: readonly string[];
  readonly sound: Sound;
  /** The class of each AcousticBrainz genre model that this genre is nearest to. */
  readonly dortmund: string;
  readonly electronic: string;
  readonly rosamerica: string;
  readonly tzanetakis: string;
  readonly rhythm: string;
  /** 0-based cluster of moods_mirex. */
  readonly mirex: number;
  /** Usual tempo in beats a minute, and how far tracks stray from it, as a share. */
  readonly beat: { readonly tempo: number; readonly spread: number };
  /** Share of the tracks in a major key, other things being average. */
  readonly major: number;
}

function sound(
  energy: number,
  acoustic: number,
  valence: number,
  dance: number,
  voice: number,
  bright: number,
): Sound {
  return { energy, acoustic, valence, dance, voice, bright };
}

/**
 * The genres of the sample world. Eleven of them: coprime with the eight scene sizes, so that every genre has large
 * and small scenes.
 */
export const GENRES: readonly Genre[] = [
  {
    name: "jazz",
    spotifyGenres: ["jazz", "hard bop", "women's jazz"],
    sound: sound(-0.6, 1.1, 0.1, -0.4, -1.4, -0.4),
    dortmund: "jazz",
    electronic: "ambient",
    rosamerica: "jaz",
    tzanetakis: "jaz",
    rhythm: "Quickstep",
    mirex: 1,
    beat: { tempo: 118, spread: 0.24 },
    major: 0.55,
  },
  {
    name: "rock",
    spotifyGenres: ["rock", "album rock"],
    sound: sound(1.0, -0.6, 0.0, -0.5, 0.7, 0.5),
    dortmund: "rock",
    electronic: "trance",
    rosamerica: "roc",
    tzanetakis: "roc",
    rhythm: "Jive",
    mirex: 0,
    beat: { tempo: 124, spread: 0.14 },
    major: 0.7,
  },
  {
    name: "electronic",
    spotifyGenres: ["electronica", "deep house"],
    sound: sound(0.6, -1.6, 0.1, 1.3, -1.1, 0.6),
    dortmund: "electronic",
    electronic: "house",
    rosamerica: "dan",
    tzanetakis: "dis",
    rhythm: "Tango",
    mirex: 4,
    beat: { tempo: 126, spread: 0.05 },
    major: 0.4,
  },
  {
    name: "hip hop",
    spotifyGenres: ["rap", "hip hop"],
    sound: sound(0.4, -0.9, 0.2, 1.1, 1.5, -0.5),
    dortmund: "raphiphop",
    electronic: "dnb",
    rosamerica: "hip",
    tzanetakis: "hip",
    rhythm: "ChaChaCha",
    mirex: 3,
    beat: { tempo: 92, spread: 0.09 },
    major: 0.35,
  },
  {
    name: "classical",
    spotifyGenres: ["classical", "early music"],
    sound: sound(-1.5, 1.7, -0.6, -1.5, -1.2, -0.9),
    dortmund: "folkcountry",
    electronic: "ambient",
    rosamerica: "cla",
    tzanetakis: "cla",
    rhythm: "VienneseWaltz",
    mirex: 2,
    beat: { tempo: 98, spread: 0.28 },
    major: 0.62,
  },
  {
    name: "pop",
    spotifyGenres: ["pop", "teen pop"],
    sound: sound(0.5, -0.4, 0.9, 0.7, 1.2, 0.8),
    dortmund: "pop",
    electronic: "house",
    rosamerica: "pop",
    tzanetakis: "pop",
    rhythm: "Rumba-American",
    mirex: 1,
    beat: { tempo: 117, spread: 0.12 },
    major: 0.68,
  },
  {
    name: "metal",
    spotifyGenres: ["metal", "black metal"],
    sound: sound(1.9, -1.5, -1.0, -0.9, 0.3, 0.2),
    dortmund: "alternative",
    electronic: "techno",
    rosamerica: "roc",
    tzanetakis: "met",
    rhythm: "Quickstep",
    mirex: 4,
    beat: { tempo: 138, spread: 0.18 },
    major: 0.25,
  },
  {
    name: "folk",
    spotifyGenres: ["folk", "lilith", "women's music"],
    sound: sound(-1.1, 1.4, -0.1, -0.7, 0.9, -0.2),
    dortmund: "folkcountry",
    electronic: "ambient",
    rosamerica: "pop",
    tzanetakis: "cou",
    rhythm: "Waltz",
    mirex: 2,
    beat: { tempo: 106, spread: 0.17 },
    major: 0.8,
  },
  {
    name: "reggae",
    spotifyGenres: ["reggae", "roots reggae"],
    sound: sound(-0.1, -0.2, 1.0, 1.2, 0.8, -0.8),
    dortmund: "funksoulrnb",
    electronic: "dnb",
    rosamerica: "rhy",
    tzanetakis: "reg",
    rhythm: "Samba",
    mirex: 1,
    beat: { tempo: 78, spread: 0.08 },
    major: 0.55,
  },
  {
    name: "blues",
    spotifyGenres: ["blues", "delta blues"],
    sound: sound(-0.3, 0.6, -0.7, -0.3, 0.5, -0.6),
    dortmund: "blues",
    electronic: "ambient",
    rosamerica: "rhy",
    tzanetakis: "blu",
    rhythm: "Rumba-Misc",
    mirex: 2,
    beat: { tempo: 101, spread: 0.16 },
    major: 0.5,
  },
  {
    name: "soul",
    spotifyGenres: ["soul", "quiet storm"],
    sound: sound(0.0, 0.2, 0.6, 0.6, 1.3, 0.1),
    dortmund: "funksoulrnb",
    electronic: "house",
    rosamerica: "rhy",
    tzanetakis: "dis",
    rhythm: "Rumba-International",
    mirex: 0,
    beat: { tempo: 103, spread: 0.12 },
    major: 0.6,
  },
];
