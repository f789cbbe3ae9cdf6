import { FREE_STREAMING_LINK_TYPE, type Row } from "@interlude/core-musicbrainz";
import { Stream, randomFor } from "../hash.js";
import { mbid, spotifyId } from "../identifiers.js";
import { FIRST_ID } from "../world/credits.js";
import { DUMP_TIME, type Microseconds, beforeDump } from "./clock.js";

/** An artist has at most this many Spotify ids, so link `n` of artist `index` has a row id in closed form. */
const MAX_LINKS = 2;

/** `link.id` of a current and of an ended free-streaming relationship; shared by all artists. */
const StreamingLink = { current: 1, ended: 2 } as const;

const STREAMING_LINK_TYPE_ID = 194;

export interface SpotifyLink {
  readonly spotifyId: string;
  readonly url: Row;
  readonly relationship: Row;
}

/** The Spotify links of artist `index` (row id `artist`): none for a fifth of the artists, two for a few. */
export function spotifyLinks(
  seed: number,
  index: number,
  artist: number,
  updated?: Microseconds,
): SpotifyLink[] {
  const random = randomFor(seed, Stream.artistLink, index);
  const draw = random.next();
  const count = draw < 0.2 ? 0 : draw < 0.97 ? 1 : MAX_LINKS;
  return Array.from({ length: count }, (_, n) => {
    const number = index * MAX_LINKS + n;
    const id = spotifyId(seed, Stream.spotifyId, number);
    const ended = random.chance(0.02);
    const touched = updated ?? beforeDump(random.next());
    return {
      spotifyId: id,
      url: {
        id: FIRST_ID + number,
        gid: mbid(seed, Stream.urlMbid, number),
        url: spelling(id, random.next()),
        edits_pending: 0,
        last_updated: touched,
      },
      relationship: {
        id: FIRST_ID + number,
        link: ended ? StreamingLink.ended : StreamingLink.current,
        entity0: artist,
        entity1: FIRST_ID + number,
        edits_pending: 0,
        last_updated: touched,
        link_order: 0,
        entity0_credit: "",
        entity1_credit: "",
      },
    };
  });
}

/** Canonical nearly always; a few rows are from before MusicBrainz normalised Spotify's addresses. */
function spelling(id: string, draw: number): string {
  if (draw < 0.01) return `https://play.spotify.com/artist/${id}`;
  if (draw < 0.02) return `https://open.spotify.com/intl-de/artist/${id}?si=1`;
  return `https://open.spotify.com/artist/${id}`;
}

/** The rows of `link`. */
export function linkRows(): Row[] {
  return Object.values(StreamingLink).map((id) => ({
    id,
    link_type: STREAMING_LINK_TYPE_ID,
    begin_date_year: null,
    begin_date_month: null,
    begin_date_day: null,
    end_date_year: id === StreamingLink.ended ? 2024 : null,
    end_date_month: null,
    end_date_day: null,
    attribute_count: 0,
    created: beforeDump(0),
    ended: id === StreamingLink.ended,
  }));
}

/** The row of `link_type` that Spotify artist pages are linked by. */
export function linkTypeRows(): Row[] {
  return [
    {
      id: STREAMING_LINK_TYPE_ID,
      parent: null,
      child_order: 0,
      gid: FREE_STREAMING_LINK_TYPE,
      entity_type0: "artist",
      entity_type1: "url",
      name: "free streaming",
      description: "Sample: a page where the artist's music can be heard without paying.",
      link_phrase: "free streaming",
      reverse_link_phrase: "free streaming page of",
      long_link_phrase: "can be heard without paying at",
      last_updated: DUMP_TIME,
      is_deprecated: false,
      has_dates: true,
      entity0_cardinality: 0,
      entity1_cardinality: 0,
    },
  ];
}
