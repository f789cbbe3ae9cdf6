import { ACOUSTIC_CLASSES, MILLION } from "@interlude/core-tracks";

/** One number that is summed an artist: a class's probability, or something that was measured. */
interface AcousticDimension {
  /** What is known together or not at all: a model, or the measurement. */
  readonly block: string;
  readonly name: string;
  /** How many whole units make one: so that no value is above a million, and sums of squares stay within 2^63. */
  readonly scale: number;
  /** The value in whole units, in SQL over columns of `published_tracks`; null if it is not known. */
  readonly units: string;
}

/** Largest tempo (beats a minute), rate (onsets a second) and deviation (decibels) that are taken for measurements. */
export const LARGEST_MEASUREMENT = 1000;

/** Names of the pitch classes, from 0; in AcousticBrainz's documents some are spelled with flats. */
export const PITCH_CLASSES = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"] as const;
export const FLATS: Readonly<Record<string, (typeof PITCH_CLASSES)[number]>> = {
  Db: "C#",
  Eb: "D#",
  Gb: "F#",
  Ab: "G#",
  Bb: "A#",
};
export const SCALES = ["major", "minor"] as const;

const measured = (block: string, scale: number): AcousticDimension => ({
  block,
  name: block,
  scale,
  units: `round(${block} * ${scale})::integer`,
});

const oneOf = (block: string, names: readonly string[], valueOf: (at: number) => string) =>
  names.map((name, at) => ({
    block,
    name,
    scale: MILLION,
    units: `(${block} = ${valueOf(at)})::integer * ${MILLION}`,
  }));

/**
 * What `acoustic_features` sums, by position in its arrays; the table `acoustic_dimensions` lists the same, so a new one
 * goes to the end of both.
 */
export const ACOUSTIC_DIMENSIONS: readonly AcousticDimension[] = [
  ...ACOUSTIC_CLASSES.map(({ model, name }, at) => ({
    block: model,
    name,
    scale: MILLION,
    units: `classes[${at + 1}]`,
  })),
  measured("bpm", MILLION / LARGEST_MEASUREMENT),
  measured("average_loudness", MILLION),
  measured("onset_rate", MILLION / LARGEST_MEASUREMENT),
  ...oneOf("scale", SCALES, (at) => `'${SCALES[at]}'`),
  ...oneOf("key", PITCH_CLASSES, String),
];

/** The blocks in the order of `counts`, each with a dimension that says whether a track has it. */
export const ACOUSTIC_BLOCKS: readonly AcousticDimension[] = ACOUSTIC_DIMENSIONS.filter(
  ({ block }, at) => ACOUSTIC_DIMENSIONS.findIndex((one) => one.block === block) === at,
);
