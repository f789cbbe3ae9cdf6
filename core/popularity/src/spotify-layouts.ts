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
  /** Null if its rows are skipped. */
  readonly read: ((fields: SpotifyFields, origin: RowOrigin) => RowContent) | null;
}

/** Ordered from the one that asks for most, as a table may fit several. */
const LAYOUTS: readonly SpotifyLayout[] = [
  {
    name: "tracks",
    columns: ["id", "name", "popularity", "duration_ms", "artists", "id_artists", "danceability", "tempo"],
    read: (fields, origin) => ({
      // Without it, the row still says how the track sounds.
      signal: signal("track", "id", [], fields, origin),
      track: track("id_artists", fields, origin),
    }),
  },
  {
    name: "track-features",
    columns: ["id", "name", "album_id", "artists", "artist_ids", "duration_ms", "danceability", "tempo"],
    read: (fields, origin) => ({ signal: null, track: track("artist_ids", fields, origin) }),
  },
  {
    name: "nodes",
    columns: ["spotify_id", "name", "followers", "popularity", "genres"],
    read: (fields, origin) => ({
      signal: artistSignal("spotify_id", fields, origin),
      track: null,
    }),
  },
  {
    name: "artists",
    columns: ["id", "followers", "genres", "name", "popularity"],
    read: (fields, origin) => ({
      signal: artistSignal("id", fields, origin),
      track: null,
    }),
  },
  // Collaborations come from MusicBrainz alone; edges without evidence would count like its own.
  { name: "edges", columns: ["id_0", "id_1"], read: null },
];

/** The layout that a header is of, whatever the file is called; null if it is of none. */
export function layoutOf(header: CsvHeader): SpotifyLayout | null {
  return LAYOUTS.find(({ columns }) => header.has(columns)) ?? null;
}

/** The layouts and the columns by which each is known, for people. */
export function knownLayouts(): string {
  return LAYOUTS.map(({ name, columns }) => `${name}: ${columns.join(", ")}`).join("; ");
}

/** @throws PopularityError if it is not known: an artist's row says nothing else */
function artistSignal(idColumn: string, fields: SpotifyFields, origin: RowOrigin): PopularityRecord {
  const known = signal("artist", idColumn, fields.list("genres"), fields, origin);
  if (known === null) throw malformed("popularity", fields.text("popularity"), "is missing");
  return known;
}

/** Null if the popularity is not known. */
function signal(
  entity: PopularityRecord["entity"],
  idColumn: string,
  genres: string[],
  fields: SpotifyFields,
  origin: RowOrigin,
): PopularityRecord | null {
  const id = fields.id(idColumn);
  const popularity = fields.number("popularity", 0, 100);
  const followers = fields.integer("followers", 0, 1e12);
  if (popularity === null) return null;
  return {
    provider: "spotify",
    entity,
    id,
    name: fields.text("name"),
    popularity,
    followers,
    genres,
    ...origin,
  };
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
