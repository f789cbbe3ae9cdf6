import type { MusicTables, TableName } from "./music-tables.js";

type DetailEdit = (tables: MusicTables, x: number, y: number, z: number) => void;

const DETAIL_TABLES: readonly TableName[] = [
  "tracks",
  "media",
  "releases",
  "releaseCountries",
  "releaseUnknownCountries",
];

/** Edits of what surrounds artists and recordings: few rows each, so that they meet. */
export const DETAIL_EDITS = {
  /** Takes any row of any of those tables away. */
  dropDetail: (tables, x, y) => {
    const table = DETAIL_TABLES[x % DETAIL_TABLES.length]!;
    const row = [...tables.rows(table).values()][y % Math.max(1, tables.rows(table).size)];
    if (row !== undefined) tables.delete(table, row);
  },

  putTrack: (tables, x, y, z) =>
    tables.put("tracks", {
      id: 1 + (x % 9),
      gid: "",
      recording: y % 9 === 8 ? 9_999 : (anyOf(tables, "recordings", y)?.id ?? 1),
      medium: 1 + (z % 4),
      position: 1,
      number: "A1",
      name: "",
      artist_credit: 1,
      length: null,
      edits_pending: 0,
      last_updated: null,
      is_data_track: false,
    }),

  putMedium: (tables, x, y) =>
    tables.put("media", {
      id: 1 + (x % 4),
      release: 1 + (y % 4),
      position: 1,
      format: null,
      name: "",
      edits_pending: 0,
      last_updated: null,
      track_count: 1,
      gid: "",
    }),

  putRelease: (tables, x, y) =>
    tables.put("releases", {
      id: 1 + (x % 4),
      gid: "",
      name: "",
      artist_credit: 1,
      release_group: 1,
      status: [null, 1, 6][y % 3]!,
      packaging: null,
      language: null,
      script: null,
      barcode: null,
      comment: "",
      edits_pending: 0,
      quality: -1,
      last_updated: null,
    }),

  putReleaseDate: (tables, x, y, z) => {
    const release = 1 + (x % 4);
    const date = {
      date_year: z % 7 === 0 ? null : 1955 + (z % 30),
      date_month: z % 3 === 0 ? null : 1 + (y % 12),
      date_day: z % 5 === 0 ? null : 1 + (z % 28),
    };
    if (y % 3 === 0) tables.put("releaseUnknownCountries", { release, ...date });
    else tables.put("releaseCountries", { release, country: y % 3, ...date });
  },

  /** Low-level features of a recording, of one that was merged away, or of one that nobody knows. */
  measure: (tables, x, y, z) => {
    const known = anyOf(tables, "recordings", x)?.gid;
    const merged = anyOf(tables, "recordingRedirects", x)?.gid;
    tables.measure({
      recording: [known, known, merged][y % 3] ?? "00000000-0000-4000-8000-000000000000",
      submission: y % 4,
      lowlevel: { averageLoudness: (z % 8) / 4, dynamicComplexity: null, mfccZeroMean: null },
      rhythm: {
        bpm: z % 6 === 0 ? null : 60 + (z % 100),
        firstPeakBpmMean: null,
        firstPeakBpmMedian: null,
        secondPeakBpmMean: null,
        secondPeakBpmMedian: null,
        danceabilityDfa: null,
        onsetRate: z % 11,
      },
      tonal: {
        key: ["C", "Eb", "F#", "H", null][z % 5]!,
        scale: ["major", "minor", null][y % 3]!,
        tuningFrequency: null,
        tuningDeviation: null,
      },
      source: "test",
    });
  },
} satisfies Readonly<Record<string, DetailEdit>>;

function anyOf<Name extends TableName>(tables: MusicTables, table: Name, choice: number) {
  return [...tables.rows(table).values()][choice % Math.max(1, tables.rows(table).size)];
}
