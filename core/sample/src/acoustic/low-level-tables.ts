import { restartable } from "../restartable.js";
import type { World } from "../world/world.js";
import { type Analysis, analyses } from "./analyses.js";
import { COPYING } from "./archive.js";
import { type Measurements, measurements } from "./measurements.js";

const FOLDER = "acousticbrainz-lowlevel-features-sample-20220623";
/** One analysis in so many has no row in a table. */
const ABSENT_ONE_IN = 100;

/** The columns of each table after `mbid` and `submission_offset`. */
const COLUMNS: { readonly [Table in keyof Measurements]: readonly string[] } = {
  lowlevel: ["average_loudness", "dynamic_complexity", "mfcc_zero_mean"],
  rhythm: [
    "bpm",
    "bpm_histogram_first_peak_bpm_mean",
    "bpm_histogram_first_peak_bpm_median",
    "bpm_histogram_second_peak_bpm_mean",
    "bpm_histogram_second_peak_bpm_median",
    "danceability",
    "onset_rate",
  ],
  tonal: ["key_key", "key_scale", "tuning_frequency", "tuning_equal_tempered_deviation"],
};

/** An archive of low-level features, which holds one table. */
export interface LowLevelArchive {
  /** Name without its extension. */
  readonly name: string;
  /** The members in their order; the lines of the table end with CRLF, as there. */
  readonly members: readonly { readonly name: string; readonly lines: Iterable<string> }[];
}

/**
 * The three archives of low-level features: a row for each analysis, empty where a measurement is missing.
 * @param share of the recordings that were analysed, 0..1
 */
export function lowLevelArchives(world: World, share: number): LowLevelArchive[] {
  return (Object.keys(COLUMNS) as (keyof Measurements)[]).map((table) => ({
    name: `${FOLDER}-${table}`,
    members: [
      { name: `${FOLDER}/${FOLDER}-${table}.csv`, lines: restartable(() => lines(world, share, table)) },
      { name: `${FOLDER}/COPYING`, lines: [COPYING] },
    ],
  }));
}

function* lines(world: World, share: number, table: keyof Measurements): Generator<string> {
  const columns = COLUMNS[table];
  yield `${["mbid", "submission_offset", ...columns].join(",")}\r\n`;
  for (const analysis of analyses(world, share)) {
    if (isAbsent(analysis, table)) continue;
    const { index, gid, submission, members } = analysis;
    const values = measurements(world, index, members, submission)[table];
    yield `${[gid, submission, ...columns.map((column) => values[column] ?? "")].join(",")}\r\n`;
  }
}

function isAbsent({ index, submission }: Analysis, table: keyof Measurements): boolean {
  return (index + 37 * submission + 13 * COLUMNS[table].length) % ABSENT_ONE_IN === 0;
}
