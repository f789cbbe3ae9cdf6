import { type ColumnMaker, constant, name, reference, sometimes, timestamp } from "./columns.js";
import { REGISTRANTS } from "./words.js";

/** The replication sequence that a generated dump stands at. */
export const DUMP_SEQUENCE = 190_000;

/** One table of a generated dump. */
export interface DumpTable {
  readonly table: string;
  readonly rows: number;
  /** Columns that hold more than the usual value of their type, by name. */
  readonly columns: Readonly<Record<string, ColumnMaker>>;
}

/** How many names the credits have, in turn: 1.86 in the mean, as in the full dump. */
const CREDIT_SIZES = [1, 1, 1, 2, 2, 2, 4];
const CREDIT_PLACES = CREDIT_SIZES.flatMap((size, credit) =>
  Array.from({ length: size }, (_, position) => ({ credit, position, isLast: position === size - 1 })),
);

/** The credit, from 1, that row `row` of artist_credit_name belongs to. */
function creditOf(row: number): number {
  const rounds = Math.floor(row / CREDIT_PLACES.length);
  return 1 + rounds * CREDIT_SIZES.length + CREDIT_PLACES[row % CREDIT_PLACES.length]!.credit;
}

const HOSTS = [
  "open.spotify.com/artist",
  "www.discogs.com/artist",
  "www.youtube.com/channel",
  "de.wikipedia.org/wiki",
  "music.apple.com/us/artist",
];

const YEAR: ColumnMaker = (_row, random) => String(1900 + random.below(126));
const MONTH: ColumnMaker = (_row, random) => String(1 + random.below(12));

/**
 * The tables of a dump of so many recordings in the order of the archive, in the proportions of the full dump of
 * 2026-09-05: 40.08 million recordings, 2.98 million artists, 3.85 million credits with 7.17 million names, 6.34
 * million ISRCs, 1.15 million links, 21.5 million urls. Redirects and l_artist_url are estimates; the tables of
 * releases and tracks are left out, and a dump without a member is one with an empty table.
 */
export function dumpTables(recordings: number): readonly DumpTable[] {
  const share = (ofRecordings: number): number => Math.max(1, Math.round(recordings * ofRecordings));
  const artists = share(0.0743);
  const credits = share(0.0962);
  const links = share(0.0286);
  const urls = share(0.537);
  const creditNames = Math.floor(credits / CREDIT_SIZES.length) * CREDIT_PLACES.length;
  return [
    { table: "area", rows: 1_000, columns: { name, type: reference(7) } },
    {
      table: "artist",
      rows: artists,
      columns: {
        name,
        sort_name: name,
        begin_date_year: sometimes(0.3, YEAR),
        begin_date_month: sometimes(0.15, MONTH),
        type: sometimes(0.7, reference(6)),
        area: sometimes(0.5, reference(1_000)),
        gender: sometimes(0.4, reference(3)),
        comment: (row, random) => (random.chance(0.3) ? name(row, random) : ""),
      },
    },
    {
      table: "artist_credit",
      rows: credits,
      columns: {
        name,
        artist_count: (row) => String(CREDIT_SIZES[row % CREDIT_SIZES.length]),
        ref_count: (_row, random) => String(1 + random.skewedBelow(400, 6)),
      },
    },
    {
      table: "artist_credit_name",
      rows: creditNames,
      columns: {
        artist_credit: (row) => String(creditOf(row)),
        position: (row) => String(CREDIT_PLACES[row % CREDIT_PLACES.length]!.position),
        artist: reference(artists),
        name,
        join_phrase: (row) => (CREDIT_PLACES[row % CREDIT_PLACES.length]!.isLast ? "" : " & "),
      },
    },
    { table: "artist_gid_redirect", rows: share(0.005), columns: { new_id: reference(artists) } },
    { table: "artist_type", rows: 6, columns: { name } },
    { table: "gender", rows: 5, columns: { name } },
    { table: "genre", rows: 2_195, columns: { name } },
    {
      table: "isrc",
      rows: share(0.158),
      columns: {
        recording: reference(recordings),
        isrc: (_row, random) => random.pick(REGISTRANTS) + String(1_000_000 + random.below(9_000_000)),
      },
    },
    {
      table: "l_artist_url",
      rows: share(0.15),
      columns: {
        link: reference(links),
        entity0: reference(artists),
        entity1: reference(urls),
      },
    },
    {
      table: "link",
      rows: links,
      columns: {
        link_type: reference(697),
        begin_date_year: sometimes(0.3, YEAR),
        begin_date_month: sometimes(0.2, MONTH),
        ended: (_row, random) => (random.chance(0.2) ? "t" : "f"),
      },
    },
    {
      table: "link_type",
      rows: 697,
      columns: {
        entity_type0: constant("artist"),
        entity_type1: constant("url"),
        name,
        description: name,
        link_phrase: name,
        reverse_link_phrase: name,
        long_link_phrase: name,
        has_dates: constant("t"),
      },
    },
    {
      table: "recording",
      rows: recordings,
      columns: {
        name,
        artist_credit: reference(credits),
        length: sometimes(0.8, (_row, random) => String(30_000 + random.below(570_000))),
        comment: (row, random) => (random.chance(0.08) ? name(row, random) : ""),
        last_updated: sometimes(0.98, timestamp),
      },
    },
    { table: "recording_gid_redirect", rows: share(0.02), columns: { new_id: reference(recordings) } },
    {
      table: "replication_control",
      rows: 1,
      columns: {
        current_schema_sequence: constant("31"),
        current_replication_sequence: constant(String(DUMP_SEQUENCE)),
      },
    },
    {
      table: "url",
      rows: urls,
      columns: {
        url: (row, random) =>
          `https://${random.pick(HOSTS)}/${row.toString(36)}${random.below(2 ** 32).toString(36)}`,
      },
    },
  ];
}
