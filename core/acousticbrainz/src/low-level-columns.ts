import type { CsvHeader } from "@interlude/core-csv";
import type { LowLevelRecord } from "./records.js";

/** Reads a field that is not empty; null if it is not what the column holds. */
type FieldReader = (text: string, header: CsvHeader) => number | string | null;

const number: FieldReader = (text, header) => header.numberOf(text);

const positive: FieldReader = (text, header) => {
  const value = header.numberOf(text);
  return value === null || value < 0 ? null : value;
};

const key: FieldReader = (text) => (/^[A-G][#b]?$/.test(text) ? text : null);
const scale: FieldReader = (text) => (/^(major|minor)$/.test(text) ? text : null);

/** The tables that the archives hold, by the field that carries them. */
export const PARTS = ["lowlevel", "rhythm", "tonal"] as const;
export type Part = (typeof PARTS)[number];

export interface LowLevelColumn {
  /** Name in the table's header. */
  readonly column: string;
  /** Name in the record. */
  readonly field: string;
  readonly read: FieldReader;
}

type Fields<Name extends Part> = keyof NonNullable<LowLevelRecord[Name]>;

/** The columns of each table. Their order is in the file's header. */
export const COLUMNS: { readonly [Name in Part]: readonly (LowLevelColumn & { field: Fields<Name> })[] } = {
  lowlevel: [
    { column: "average_loudness", field: "averageLoudness", read: positive },
    { column: "dynamic_complexity", field: "dynamicComplexity", read: positive },
    { column: "mfcc_zero_mean", field: "mfccZeroMean", read: number },
  ],
  rhythm: [
    { column: "bpm", field: "bpm", read: positive },
    { column: "bpm_histogram_first_peak_bpm_mean", field: "firstPeakBpmMean", read: positive },
    { column: "bpm_histogram_first_peak_bpm_median", field: "firstPeakBpmMedian", read: positive },
    { column: "bpm_histogram_second_peak_bpm_mean", field: "secondPeakBpmMean", read: positive },
    { column: "bpm_histogram_second_peak_bpm_median", field: "secondPeakBpmMedian", read: positive },
    { column: "danceability", field: "danceabilityDfa", read: positive },
    { column: "onset_rate", field: "onsetRate", read: positive },
  ],
  tonal: [
    { column: "key_key", field: "key", read: key },
    { column: "key_scale", field: "scale", read: scale },
    { column: "tuning_frequency", field: "tuningFrequency", read: positive },
    { column: "tuning_equal_tempered_deviation", field: "tuningDeviation", read: number },
  ],
};

/** All that may be read of a table. */
export const READ_COLUMNS: readonly string[] = [
  "mbid",
  "submission_offset",
  ...PARTS.flatMap((part) => COLUMNS[part].map(({ column }) => column)),
];
