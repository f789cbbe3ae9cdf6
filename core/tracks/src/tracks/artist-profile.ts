import { ACOUSTIC_MODELS } from "../acoustic-models.js";
import type { PrincipalComponents } from "../pca.js";
import {
  NO_TRACKS,
  PROFILE_BLOCKS,
  PROFILE_UNITS,
  type ProfileSums,
  addSums,
} from "../profiles/profile-sums.js";
import { DESCRIPTORS } from "./classifier-columns.js";
import { GENRE_MODELS, genreComponentsOf } from "./genre-components.js";

/** The classifier whose likeliest class is the genre of an artist or a pair. */
const LABEL_MODEL = "genre_rosamerica";
/** What its classes are called. */
const LABELS: Readonly<Record<(typeof ACOUSTIC_MODELS)[typeof LABEL_MODEL][number], string>> = {
  cla: "classical",
  dan: "dance",
  hip: "hip hop",
  jaz: "jazz",
  pop: "pop",
  rhy: "rhythm and blues",
  roc: "rock",
  spe: "speech",
};

/** With how many tracks of its genre an artist's profile is blended. */
const ARTIST_SHRINKAGE = 3;
/** With how many tracks of the whole catalogue a genre's is. */
const GENRE_SHRINKAGE = 20;

/** What artists' profiles are shrunk towards; plain data. */
export interface ProfilePriors {
  /** Mean of each of `PROFILE_UNITS` over the catalogue, in whole units; null where no track has it. */
  readonly whole: readonly (number | null)[];
  /** The same of each genre, shrunk towards the whole. */
  readonly genres: Readonly<Record<string, readonly (number | null)[]>>;
  /** What the genre components of a profile are; null without. */
  readonly genre: PrincipalComponents | null;
}

/** For each of `PROFILE_UNITS` the number of its block. */
const BLOCK_OF_UNIT = PROFILE_UNITS.map(({ block }) => PROFILE_BLOCKS.indexOf(block));
const LABEL_UNITS = unitsOf(LABEL_MODEL);
const GENRE_UNITS = GENRE_MODELS.map(unitsOf);
/** The units that a profile has as they are. */
const PLAIN_UNITS = [
  ...["bpm", "averageLoudness", "dynamicComplexity", "onsetRate", "scale"].flatMap(unitsOf),
  ...DESCRIPTORS.flatMap((descriptor) =>
    unitsOf(descriptor.model).filter((unit) => PROFILE_UNITS[unit]!.name === descriptor.class),
  ),
  ...unitsOf("moods_mirex"),
];

function unitsOf(block: string): number[] {
  return [...PROFILE_UNITS.keys()].filter((unit) => PROFILE_UNITS[unit]!.block === block);
}

/** How many of the tracks have a unit's block. */
function countOf({ counts }: ProfileSums, unit: number): number {
  return counts[BLOCK_OF_UNIT[unit]!]!;
}

/**
 * The genre of some artists together, each with the same say: the class that is likeliest on the average of their
 * tracks, the first of equals; null if none has a classified track. The order of the artists does not matter.
 */
export function genreLabel(artists: readonly ProfileSums[]): string | null {
  const known = artists.filter((artist) => countOf(artist, LABEL_UNITS[0]!) > 0);
  if (known.length === 0) return null;
  const totals = LABEL_UNITS.map((unit) => {
    const means = known.map((artist) => artist.sums[unit]! / countOf(artist, unit));
    // Sorted, so that three addends round the same in any order, too.
    return means.sort((one, other) => one - other).reduce((sum, mean) => sum + mean, 0);
  });
  return LABELS[ACOUSTIC_MODELS[LABEL_MODEL][totals.indexOf(Math.max(...totals))]!];
}

/** Fits what profiles are shrunk towards to the artists of a training. Sums are whole, so their order does not matter. */
export function fitProfilePriors(
  artists: readonly ProfileSums[],
  genre: PrincipalComponents | null,
): ProfilePriors {
  const all = artists.reduce((total, artist) => addSums(total, artist), NO_TRACKS);
  const whole = all.sums.map((sum, unit) => (countOf(all, unit) > 0 ? sum / countOf(all, unit) : null));
  const byGenre = new Map<string, ProfileSums>();
  for (const artist of artists) {
    const label = genreLabel([artist]);
    if (label !== null) byGenre.set(label, addSums(byGenre.get(label) ?? NO_TRACKS, artist));
  }
  const genres = [...byGenre]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([label, sums]) => [label, shrunkMeans(sums, whole, GENRE_SHRINKAGE)] as const);
  return { whole, genres: Object.fromEntries(genres), genre };
}

/** Names of the numbers of a profile: what the catalogue has at all; in place of genre classes their components. */
export function profileNames({ whole, genre }: ProfilePriors): string[] {
  const plain = plainUnits(whole).map((unit) => {
    const { block, name } = PROFILE_UNITS[unit]!;
    return block === name ? name : `${block}/${name}`;
  });
  return [...plain, ...(genre?.components.map((_, k) => `genre_${k + 1}`) ?? [])];
}

/**
 * The profile of an artist: the means of its tracks, shrunk towards those of its genre, or of the catalogue if it has
 * none: that is also the profile of an artist without tracks. Measurements in their whole units.
 */
export function artistProfile(priors: ProfilePriors, artist: ProfileSums): number[] {
  const label = genreLabel([artist]);
  const towards = (label === null ? undefined : priors.genres[label]) ?? priors.whole;
  const means = shrunkMeans(artist, towards, ARTIST_SHRINKAGE);
  const classes = GENRE_UNITS.map((units) => {
    const some = units.map((unit) => means[unit]!).filter((mean) => mean !== null);
    const total = some.reduce((sum, mean) => sum + mean, 0);
    return total > 0 ? some.map((mean) => mean / total) : null;
  });
  const components = priors.genre === null ? [] : genreComponentsOf(priors.genre, classes);
  return [...plainUnits(priors.whole).map((unit) => means[unit]!), ...(components ?? [])];
}

function plainUnits(whole: readonly (number | null)[]): number[] {
  return PLAIN_UNITS.filter((unit) => whole[unit] !== null);
}

function shrunkMeans(
  artist: ProfileSums,
  towards: readonly (number | null)[],
  shrinkage: number,
): (number | null)[] {
  return artist.sums.map((sum, unit) => {
    const prior = towards[unit]!;
    return prior === null ? null : (sum + shrinkage * prior) / (countOf(artist, unit) + shrinkage);
  });
}
