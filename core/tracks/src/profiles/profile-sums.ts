import type { ClassProbabilities } from "../acoustic-models.js";
import {
  ACOUSTIC_CLASSES,
  MILLION,
  fromPartsPerMillion,
  toPartsPerMillion,
} from "../fixed-point-probabilities.js";
import type { CatalogueFeatures } from "./catalogue-features.js";

/** What an artist's tracks sum to: whole numbers, so that adding and taking away a track is exact. */
export interface ProfileSums {
  readonly tracks: number;
  /** How many of the tracks have each of {@link PROFILE_BLOCKS}. */
  readonly counts: readonly number[];
  /** By {@link PROFILE_UNITS}, in whole units. */
  readonly sums: readonly number[];
}

/** One number that is summed. */
interface ProfileUnit {
  /** What is known together or not at all: a model, or a measurement. */
  readonly block: string;
  readonly name: string;
  /** How many whole units make one. */
  readonly scale: number;
}

const THOUSAND = 1000;

/** In the order of `sums`; a new one goes to the end. */
export const PROFILE_UNITS: readonly ProfileUnit[] = [
  ...ACOUSTIC_CLASSES.map(({ model, name }) => ({ block: model, name, scale: MILLION })),
  { block: "bpm", name: "bpm", scale: THOUSAND },
  { block: "averageLoudness", name: "averageLoudness", scale: MILLION },
  { block: "onsetRate", name: "onsetRate", scale: THOUSAND },
  { block: "scale", name: "major", scale: 1 },
  { block: "dynamicComplexity", name: "dynamicComplexity", scale: THOUSAND },
];

/** In the order of `counts`. */
export const PROFILE_BLOCKS: readonly string[] = [...new Set(PROFILE_UNITS.map(({ block }) => block))];

/** The sums of no track. */
export const NO_TRACKS: ProfileSums = {
  tracks: 0,
  counts: PROFILE_BLOCKS.map(() => 0),
  sums: PROFILE_UNITS.map(() => 0),
};

/**
 * What one track adds to the sums of each artist that it credits.
 * @throws TracksError as `toPartsPerMillion`
 */
export function sumsOfTrack(track: CatalogueFeatures): ProfileSums {
  const measured = (value: number | null, scale: number) =>
    value === null ? null : Math.round(value * scale);
  const values = [
    ...toPartsPerMillion(track.probabilities),
    measured(track.bpm, THOUSAND),
    measured(track.averageLoudness, MILLION),
    measured(track.onsetRate, THOUSAND),
    track.scale === null ? null : Number(track.scale === "major"),
    measured(track.dynamicComplexity, THOUSAND),
  ];
  const known = new Set(PROFILE_UNITS.filter((_, i) => values[i] !== null).map(({ block }) => block));
  return {
    tracks: 1,
    counts: PROFILE_BLOCKS.map((block) => Number(known.has(block))),
    sums: values.map((value) => value ?? 0),
  };
}

/** Sums with those of other tracks added (`sign` 1) or taken away (-1). */
export function addSums(one: ProfileSums, other: ProfileSums, sign: 1 | -1 = 1): ProfileSums {
  return {
    tracks: one.tracks + sign * other.tracks,
    counts: one.counts.map((count, i) => count + sign * other.counts[i]!),
    sums: one.sums.map((sum, i) => sum + sign * other.sums[i]!),
  };
}

/** Means of what an artist's tracks have; null for what none of them has. */
export interface ProfileMeans extends Omit<CatalogueFeatures, "key" | "scale"> {
  readonly probabilities: ClassProbabilities;
  /** Share of the tracks in a major key. */
  readonly majorShare: number | null;
}

/** The mean track. Its class probabilities sum to 1 a model, but for rounding to a part per million. */
export function meansOf({ counts, sums }: ProfileSums): ProfileMeans {
  const means = PROFILE_UNITS.map(({ block, scale }, i) => {
    const count = counts[PROFILE_BLOCKS.indexOf(block)]!;
    return count === 0 ? null : sums[i]! / count / scale;
  });
  const classes = ACOUSTIC_CLASSES.length;
  const [bpm, averageLoudness, onsetRate, majorShare, dynamicComplexity] = means.slice(classes);
  const ppm = means.slice(0, classes).map((mean) => (mean === null ? null : mean * MILLION));
  return {
    probabilities: fromPartsPerMillion(ppm),
    bpm: bpm!,
    averageLoudness: averageLoudness!,
    onsetRate: onsetRate!,
    majorShare: majorShare!,
    dynamicComplexity: dynamicComplexity!,
  };
}
