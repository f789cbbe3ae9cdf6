import { ARTIST_KINDS, GUEST, RECORDING_KINDS } from "@interlude/core-musicbrainz";
import type { MusicTables, TableName } from "./music-tables.js";

type DetailEdit = (tables: MusicTables, x: number, y: number, z: number) => void;

const DETAIL_TABLES: readonly TableName[] = [
  "track",
  "medium",
  "release",
  "release_country",
  "release_unknown_country",
  "area",
  "gender",
  "genre",
  "tag",
  "artist_tag",
  "l_artist_artist",
  "l_artist_recording",
  "link_attribute",
  "link_attribute_type",
];

/** Kinds of both sorts, performing and not, two of one kind, and one without a kind. */
const LINK_TYPES = [
  ...ARTIST_KINDS.slice(0, 2).flatMap(({ linkTypes }) => linkTypes),
  ...RECORDING_KINDS.slice(0, 3).flatMap(({ linkTypes }) => linkTypes),
  ...RECORDING_KINDS.filter(({ performs }) => !performs).map(({ linkTypes }) => linkTypes[0]!),
  "7fd5fbc0-fbf4-4d04-be23-417d50a4dc30",
];

const relationshipRest = {
  edits_pending: 0,
  last_updated: null,
  link_order: 0,
  entity0_credit: "",
  entity1_credit: "",
};

/** A word of genres and tags, in one of three spellings. */
function word(number: number, spelling: number): string {
  return `${["Wörd", "wo\u0308rd", "WÖRD"][spelling % 3]} ${number}`;
}

/** Edits of what surrounds artists and recordings: few rows each, so that they meet. */
export const DETAIL_EDITS = {
  /** Takes any row of any of those tables away. */
  dropDetail: (tables, x, y) => {
    const table = DETAIL_TABLES[x % DETAIL_TABLES.length]!;
    const row = [...tables.rows(table).values()][y % Math.max(1, tables.rows(table).size)];
    if (row !== undefined) tables.delete(table, row);
  },

  putTrack: (tables, x, y, z) =>
    tables.put("track", {
      id: 1 + (x % 9),
      gid: "",
      recording: y % 9 === 8 ? 9_999 : (anyOf(tables, "recording", y)?.id ?? 1),
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
    tables.put("medium", {
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
    tables.put("release", {
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
    if (y % 3 === 0) tables.put("release_unknown_country", { release, ...date });
    else tables.put("release_country", { release, country: y % 3, ...date });
  },

  putArea: (tables, x, y) =>
    tables.put("area", {
      id: 1 + (x % 3),
      gid: "00000000-0000-4000-8000-000000000001",
      name: `Area ${y % 4}`,
      type: [1, 2, null][y % 3]!,
      edits_pending: 0,
      last_updated: null,
      begin_date_year: null,
      begin_date_month: null,
      begin_date_day: null,
      end_date_year: null,
      end_date_month: null,
      end_date_day: null,
      ended: false,
      comment: "",
    }),

  putGender: (tables, x, y) =>
    tables.put("gender", {
      id: 1 + (x % 3),
      name: `Gender ${y % 4}`,
      parent: null,
      child_order: 0,
      description: null,
      gid: "",
    }),

  putGenre: (tables, x, y) =>
    tables.put("genre", {
      id: 1 + (x % 6),
      gid: "00000000-0000-4000-8000-000000000001",
      name: word(y % 6, x),
      comment: "",
      edits_pending: 0,
      last_updated: null,
    }),

  putTag: (tables, x, y) =>
    tables.put("tag", { id: 1 + (x % 6), name: word((x + (y % 3)) % 6, y), ref_count: 1 }),

  tagArtist: (tables, x, y, z) =>
    tables.put("artist_tag", {
      artist: anyOf(tables, "artist", x)?.id ?? 1,
      tag: 1 + (y % 6),
      count: z % 6 === 5 ? 2 ** 31 - 1 : (z % 6) - 1,
      last_updated: null,
    }),

  describeArtist: (tables, x, y, z) => {
    const artist = anyOf(tables, "artist", x);
    if (artist === undefined) return;
    tables.put("artist", { ...artist, area: [null, 1, 2, 3][y % 4]!, gender: [null, 1, 2, 3][z % 4]! });
  },

  putArtistRelationship: (tables, x, y, z) =>
    tables.put("l_artist_artist", {
      ...relationshipRest,
      id: 1 + (z % 6),
      link: 4 + (z % 5),
      entity0: anyOf(tables, "artist", x)?.id ?? 1,
      entity1: anyOf(tables, "artist", y)?.id ?? 1,
    }),

  putRecordingRelationship: (tables, x, y, z) =>
    tables.put("l_artist_recording", {
      ...relationshipRest,
      id: 1 + (z % 8),
      link: 4 + (z % 5),
      entity0: anyOf(tables, "artist", x)?.id ?? 1,
      entity1: y % 9 === 8 ? 9_999 : (anyOf(tables, "recording", y)?.id ?? 1),
    }),

  putLink: (tables, x, y) =>
    tables.put("link", {
      id: 4 + (x % 5),
      link_type: 4 + (y % 5),
      ended: y % 2 === 0,
      begin_date_year: null,
      begin_date_month: null,
      begin_date_day: null,
      end_date_year: null,
      end_date_month: null,
      end_date_day: null,
      attribute_count: 0,
      created: null,
    }),

  putLinkType: (tables, x, y) =>
    tables.put("link_type", {
      id: 4 + (x % 5),
      gid: LINK_TYPES[y % LINK_TYPES.length]!,
      parent: null,
      child_order: 0,
      entity_type0: "artist",
      entity_type1: "artist",
      name: "",
      description: null,
      link_phrase: "",
      reverse_link_phrase: "",
      long_link_phrase: "",
      last_updated: null,
      is_deprecated: false,
      has_dates: true,
      entity0_cardinality: 0,
      entity1_cardinality: 0,
    }),

  putLinkAttribute: (tables, x, y) =>
    tables.put("link_attribute", { link: 4 + (x % 5), attribute_type: 1 + (y % 2), created: null }),

  putLinkAttributeType: (tables, x, y) =>
    tables.put("link_attribute_type", {
      id: 1 + (x % 2),
      parent: null,
      root: 1,
      child_order: 0,
      gid: y % 3 === 0 ? LINK_TYPES[0]! : GUEST.attributeType,
      name: "",
      description: null,
      last_updated: null,
    }),

  /** Low-level features of a recording, of one that was merged away, or of one that MusicBrainz does not have. */
  measure: (tables, x, y, z) => {
    const known = anyOf(tables, "recording", x)?.gid;
    const merged = anyOf(tables, "recording_gid_redirect", x)?.gid;
    tables.measure({
      recording: [known, known, merged][y % 3] ?? "00000000-0000-4000-8000-000000000000",
      submission: y % 4,
      lowlevel: {
        averageLoudness: (z % 8) / 4,
        dynamicComplexity: z % 7 === 0 ? null : z % 13,
        mfccZeroMean: null,
      },
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

/** Some rows of every table, so that edits find what they would change. */
export function addDetails(tables: MusicTables): void {
  let turn = 0;
  const choice = (): number => Math.imul((turn += 1), 0x9e37_79b1) >>> 16;
  for (const [kind, edit] of Object.entries(DETAIL_EDITS)) {
    if (kind === "dropDetail") continue;
    for (let row = 0; row < 10; row += 1) edit(tables, choice(), choice(), choice());
  }
}

function anyOf<Name extends TableName>(tables: MusicTables, table: Name, choice: number) {
  return [...tables.rows(table).values()][choice % Math.max(1, tables.rows(table).size)];
}
