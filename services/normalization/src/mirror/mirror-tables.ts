import { isSpecialPurposeArtist, parseSpotifyArtistUrl } from "@interlude/core-musicbrainz";
import { genreTables } from "./genre-tables.js";
import { mirrorsOf } from "./mirror-definition.js";
import { relationshipTables } from "./relationship-tables.js";
import { releaseTables } from "./release-tables.js";

/** Every MusicBrainz table that is kept, with the columns that something is derived from or will be shown. */
export const mirrors = mirrorsOf({
  artist: {
    columns: ["id", "gid", "name", "sort_name", "type", "area", "gender", "ended", "comment"],
    computed: {
      begin_year: ["integer?", (row) => row.begin_date_year],
      end_year: ["integer?", (row) => row.end_date_year],
      mbid: ["uuid?", (row) => (isSpecialPurposeArtist(row) ? null : row.gid)],
    },
    mark: { kind: "artist", column: "id", value: "mbid" },
  },
  artist_type: {
    columns: ["id", "name"],
    mark: { kind: "artist_type", column: "id" },
  },
  artist_credit: {
    columns: ["id", "gid", "name", "artist_count"],
    // Pairs follow from the credit's names alone.
    mark: null,
  },
  artist_credit_name: {
    columns: ["artist_credit", "position", "artist", "name", "join_phrase"],
    mark: { kind: "credit", column: "artist_credit" },
  },
  recording: {
    columns: ["id", "gid", "name", "artist_credit", "length", "comment", "video"],
    mark: { kind: "recording", column: "id", value: "artist_credit" },
  },
  artist_gid_redirect: {
    columns: ["gid", "new_id"],
    // A merge moves credits and deletes the artist by rows of their own.
    mark: null,
  },
  recording_gid_redirect: {
    columns: ["gid", "new_id"],
    mark: { kind: "recording", column: "new_id" },
  },
  artist_credit_gid_redirect: {
    columns: ["gid", "new_id"],
    // Recordings of a merged credit are moved by rows of their own.
    mark: null,
  },
  ...genreTables,
  ...relationshipTables,
  ...releaseTables,
  url: {
    columns: ["id", "gid", "url"],
    computed: { spotify_artist: ["text?", ({ url }) => parseSpotifyArtistUrl(url)] },
    mark: { kind: "url", column: "id" },
  },
});
