import type { CsvHeader } from "@interlude/core-csv";
import type { PopularityRecord, TrackFeatureRecord } from "./records.js";
import { type SpotifyFields, malformed } from "./spotify-fields.js";

/** Where a row is from, and the day it stands for. */
export type RowOrigin = Pick<PopularityRecord, "asOf" | "source">;

/** What a row says: how popular something is, how a track sounds, or both. */
interface RowContent {
  readonly signal: PopularityRecord | null;
  readonly track: TrackFeatureRecord | null;
}

/** One of the public shapes of Spotify-derived tables. */
export interface SpotifyLayout {
  readonly name: string;
  /** Columns by which it is known; there may be more, in any order. */
  readonly columns: readonly string[];
  /** Others that are read where they are there. */
  readonly optional: readonly string[];
  /** Null if its rows are skipped. */
  readonly read: ((fields: SpotifyFields, origin: RowOrigin) => RowContent) | null;
}

const TRACK_COLUMNS = [
  "album_id",
  "explicit",
  "release_date",
  "energy",
  "key",
  "loudness",
  "mode",
  "speechiness",
  "acousticness",
  "instrumentalness",
  "liveness",
  "valence",
  "time_signature",
];

/** Ordered from the one that asks for most, as a table may fit several. */
const LAYOUTS: readonly SpotifyLayout[] = [
  {
    name: "tracks",
    columns: ["id", "name", "popularity", "duration_ms", "artists", "id_artists", "danceability", "tempo"],
    optional: TRACK_COLUMNS,
    read: (fields, origin) => ({
      signal: signalOf("track", "id", fields, origin),
      track: track("id_artists", fields, origin),
    }),
  },
  {
    name: "track-features",
    columns: ["id", "name", "album_id", "artists", "artist_ids", "duration_ms", "danceability", "tempo"],
    optional: TRACK_COLUMNS,
    read: (fields, origin) => ({ signal: null, track: track("artist_ids", fields, origin) }),
  },
  {
    name: "nodes",
    columns: ["spotify_id", "name", "followers", "popularity", "genres"],
    optional: [],
    read: (fields, origin) => artistSignal("spotify_id", fields, origin),
  },
  {
    name: "artists",
    columns: ["id", "followers", "genres", "name", "popularity"],
    optional: [],
    read: (fields, origin) => artistSignal("id", fields, origin),
  },
  // Collaborations come from MusicBrainz alone; edges without evidence would count like its own.
  { name: "edges", columns: ["id_0", "id_1"], optional: [], read: null },
];

/**
 * The layout that a header is of, whatever the file is called.
 * @returns what keeps it from being of any, if it is of none
 */
export function layoutOf(header: CsvHeader): SpotifyLayout | string {
  const layout = LAYOUTS.find(({ columns }) => header.has(columns));
  if (layout === undefined) {
    const known = LAYOUTS.map(({ name, columns }) => `${name}: ${columns.join(", ")}`);
    return `its header, ${shortened(header.names.join(", "))}, is of no layout that is read (${known.join("; ")})`;
  }
  const repeated = header.repeated([...layout.columns, ...layout.optional]);
  if (repeated.length === 0) return layout;
  return `it has more than one column ${repeated.join(", ")}, so that one cannot tell which is meant`;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > 200 ? `${characters.slice(0, 200).join("")}…` : text;
}

/** How popular an artist is: all that its row says. */
function artistSignal(idColumn: string, fields: SpotifyFields, origin: RowOrigin): RowContent {
  const signal = signalOf("artist", idColumn, fields, origin);
  if (signal === null) throw malformed("popularity", fields.text("popularity"), "is no number from 0 to 100");
  return { signal: { ...signal, genres: fields.optionalList("genres") }, track: null };
}

/** Null if it is not known. */
function signalOf(
  entity: PopularityRecord["entity"],
  idColumn: string,
  fields: SpotifyFields,
  origin: RowOrigin,
): PopularityRecord | null {
  const id = fields.id(idColumn);
  const name = fields.text("name");
  const popularity = fields.number("popularity", 0, 100);
  if (popularity === null) return null;
  const followers = fields.integer("followers", 0, 1e12);
  return { provider: "spotify", entity, id, name, popularity, followers, genres: [], ...origin };
}

function track(artistIds: string, fields: SpotifyFields, origin: RowOrigin): TrackFeatureRecord {
  const key = fields.integer("key", -1, 11);
  const share = (column: string) => fields.number(column, 0, 1);
  return {
    provider: "spotify",
    id: fields.id("id"),
    name: fields.text("name"),
    artists: fields.list("artists"),
    artistIds: fields.ids(artistIds),
    albumId: fields.optionalId("album_id"),
    explicit: fields.boolean("explicit"),
    durationMs: fields.integer("duration_ms", 0, 2 ** 31 - 1),
    releaseDate: fields.date("release_date"),
    danceability: share("danceability"),
    energy: share("energy"),
    key: key === -1 ? null : key,
    loudnessDb: fields.number("loudness", -100, 20),
    mode: fields.integer("mode", 0, 1),
    speechiness: share("speechiness"),
    acousticness: share("acousticness"),
    instrumentalness: share("instrumentalness"),
    liveness: share("liveness"),
    valence: share("valence"),
    tempo: fields.number("tempo", 0, 1000),
    timeSignature: fields.integer("time_signature", 0, 16),
    ...origin,
  };
}
