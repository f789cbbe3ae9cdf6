import { type AnyRowChange, topics } from "@interlude/contracts";
import { isSpecialPurposeArtist, parseSpotifyArtistUrl } from "@interlude/core-musicbrainz";
import type { MirrorTable } from "./mirror-table.js";

/** Only fixes `Change`, so that `read` knows the row. */
function mirror<Change extends AnyRowChange>(table: MirrorTable<Change>): MirrorTable<Change> {
  return table;
}

/** Every MusicBrainz table that is kept, with the columns that something is derived from or will be shown. */
export const mirrors = {
  artists: mirror({
    topic: topics.artistRows,
    table: "artists",
    key: ["id"],
    columns: {
      id: "integer",
      gid: "uuid",
      name: "text",
      sort_name: "text",
      type: "integer?",
      begin_year: "integer?",
      end_year: "integer?",
      ended: "boolean",
      comment: "text",
      mbid: "uuid?",
    },
    read: (row) => ({
      id: row.id,
      gid: row.gid,
      name: row.name,
      sort_name: row.sort_name,
      type: row.type,
      begin_year: row.begin_date_year,
      end_year: row.end_date_year,
      ended: row.ended,
      comment: row.comment,
      mbid: isSpecialPurposeArtist(row) ? null : row.gid,
    }),
    mark: { kind: "artist", column: "id" },
    applied: { column: "applied_mbid", from: "mbid" },
  }),
  artistTypes: mirror({
    topic: topics.artistTypeRows,
    table: "artist_types",
    key: ["id"],
    columns: { id: "integer", name: "text" },
    read: ({ id, name }) => ({ id, name }),
    mark: { kind: "artist_type", column: "id" },
  }),
  artistCredits: mirror({
    topic: topics.artistCreditRows,
    table: "artist_credits",
    key: ["id"],
    columns: { id: "integer", gid: "uuid", name: "text", artist_count: "integer" },
    read: ({ id, gid, name, artist_count }) => ({ id, gid, name, artist_count }),
    // Pairs follow from the credit's names alone.
    mark: null,
  }),
  artistCreditNames: mirror({
    topic: topics.artistCreditNameRows,
    table: "artist_credit_names",
    key: ["artist_credit", "position"],
    columns: {
      artist_credit: "integer",
      position: "integer",
      artist: "integer",
      name: "text",
      join_phrase: "text",
    },
    read: ({ artist_credit, position, artist, name, join_phrase }) => ({
      artist_credit,
      position,
      artist,
      name,
      join_phrase,
    }),
    mark: { kind: "credit", column: "artist_credit" },
  }),
  recordings: mirror({
    topic: topics.recordingRows,
    table: "recordings",
    key: ["id"],
    columns: {
      id: "integer",
      gid: "uuid",
      name: "text",
      artist_credit: "integer",
      length: "integer?",
      comment: "text",
      video: "boolean",
    },
    read: ({ id, gid, name, artist_credit, length, comment, video }) => ({
      id,
      gid,
      name,
      artist_credit,
      length,
      comment,
      video,
    }),
    mark: { kind: "recording", column: "id" },
    applied: { column: "applied_credit", from: "artist_credit" },
  }),
  artistRedirects: mirror({
    topic: topics.artistGidRedirectRows,
    table: "artist_redirects",
    key: ["gid"],
    columns: { gid: "uuid", new_id: "integer" },
    read: ({ gid, new_id }) => ({ gid, new_id }),
    // A merge moves credits and deletes the artist by rows of their own.
    mark: null,
  }),
  recordingRedirects: mirror({
    topic: topics.recordingGidRedirectRows,
    table: "recording_redirects",
    key: ["gid"],
    columns: { gid: "uuid", new_id: "integer" },
    read: ({ gid, new_id }) => ({ gid, new_id }),
    mark: { kind: "recording", column: "new_id" },
  }),
  artistCreditRedirects: mirror({
    topic: topics.artistCreditGidRedirectRows,
    table: "artist_credit_redirects",
    key: ["gid"],
    columns: { gid: "uuid", new_id: "integer" },
    read: ({ gid, new_id }) => ({ gid, new_id }),
    // Recordings of a merged credit are moved by rows of their own.
    mark: null,
  }),
  urls: mirror({
    topic: topics.urlRows,
    table: "urls",
    key: ["id"],
    columns: { id: "integer", gid: "uuid", url: "text", spotify_artist: "text?" },
    read: ({ id, gid, url }) => ({ id, gid, url, spotify_artist: parseSpotifyArtistUrl(url) }),
    mark: { kind: "url", column: "id" },
  }),
  links: mirror({
    topic: topics.linkRows,
    table: "links",
    key: ["id"],
    columns: { id: "integer", link_type: "integer", ended: "boolean" },
    read: ({ id, link_type, ended }) => ({ id, link_type, ended }),
    mark: { kind: "link", column: "id" },
  }),
  linkTypes: mirror({
    topic: topics.linkTypeRows,
    table: "link_types",
    key: ["id"],
    columns: { id: "integer", gid: "uuid", name: "text" },
    read: ({ id, gid, name }) => ({ id, gid, name }),
    mark: { kind: "link_type", column: "id" },
  }),
  artistUrls: mirror({
    topic: topics.artistUrlRows,
    table: "artist_urls",
    key: ["id"],
    columns: { id: "integer", link: "integer", artist: "integer", url: "integer" },
    read: (row) => ({ id: row.id, link: row.link, artist: row.entity0, url: row.entity1 }),
    mark: { kind: "artist", column: "artist" },
  }),
} as const;
