import { type AnyRowChange, topics } from "@interlude/contracts";
import { isSpecialPurposeArtist, parseSpotifyArtistUrl } from "@interlude/core-musicbrainz";
import type { MirrorTable } from "./mirror-table.js";

/** Only fixes `Change`, so that `read` and `marks` know the row. */
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
    marks: (row) => [{ kind: "artist", key: row.id }],
    applied: { column: "applied_mbid", from: "mbid" },
  }),
  artistTypes: mirror({
    topic: topics.artistTypeRows,
    table: "artist_types",
    key: ["id"],
    columns: { id: "integer", name: "text" },
    read: ({ id, name }) => ({ id, name }),
    marks: (row) => [{ kind: "artist_type", key: row.id }],
  }),
  artistCredits: mirror({
    topic: topics.artistCreditRows,
    table: "artist_credits",
    key: ["id"],
    columns: { id: "integer", gid: "uuid", name: "text", artist_count: "integer" },
    read: ({ id, gid, name, artist_count }) => ({ id, gid, name, artist_count }),
    // Pairs follow from the credit's names alone.
    marks: () => [],
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
    marks: (row) => [{ kind: "credit", key: row.artist_credit }],
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
    marks: (row) => [{ kind: "recording", key: row.id }],
    applied: { column: "applied_credit", from: "artist_credit" },
  }),
  artistRedirects: mirror({
    topic: topics.artistGidRedirectRows,
    table: "artist_redirects",
    key: ["gid"],
    columns: { gid: "uuid", new_id: "integer" },
    read: ({ gid, new_id }) => ({ gid, new_id }),
    // A merge moves credits and deletes the artist by rows of their own.
    marks: () => [],
  }),
  recordingRedirects: mirror({
    topic: topics.recordingGidRedirectRows,
    table: "recording_redirects",
    key: ["gid"],
    columns: { gid: "uuid", new_id: "integer" },
    read: ({ gid, new_id }) => ({ gid, new_id }),
    marks: (row) => [{ kind: "recording", key: row.new_id }],
  }),
  artistCreditRedirects: mirror({
    topic: topics.artistCreditGidRedirectRows,
    table: "artist_credit_redirects",
    key: ["gid"],
    columns: { gid: "uuid", new_id: "integer" },
    read: ({ gid, new_id }) => ({ gid, new_id }),
    // Recordings of a merged credit are moved by rows of their own.
    marks: () => [],
  }),
  urls: mirror({
    topic: topics.urlRows,
    table: "urls",
    key: ["id"],
    columns: { id: "integer", gid: "uuid", url: "text", spotify_artist: "text?" },
    read: ({ id, gid, url }) => ({ id, gid, url, spotify_artist: parseSpotifyArtistUrl(url) }),
    marks: (row) => [{ kind: "url", key: row.id }],
  }),
  links: mirror({
    topic: topics.linkRows,
    table: "links",
    key: ["id"],
    columns: { id: "integer", link_type: "integer", ended: "boolean" },
    read: ({ id, link_type, ended }) => ({ id, link_type, ended }),
    marks: (row) => [{ kind: "link", key: row.id }],
  }),
  linkTypes: mirror({
    topic: topics.linkTypeRows,
    table: "link_types",
    key: ["id"],
    columns: { id: "integer", gid: "uuid", name: "text" },
    read: ({ id, gid, name }) => ({ id, gid, name }),
    marks: (row) => [{ kind: "link_type", key: row.id }],
  }),
  artistUrls: mirror({
    topic: topics.artistUrlRows,
    table: "artist_urls",
    key: ["id"],
    columns: { id: "integer", link: "integer", artist: "integer", url: "integer" },
    read: (row) => ({ id: row.id, link: row.link, artist: row.entity0, url: row.entity1 }),
    marks: (row) => [{ kind: "artist", key: row.entity0 }],
  }),
} as const;
