import { type CatalogArtist, type CatalogCollaboration, isMbid } from "@interlude/contracts";
import type { ArtistAttributes } from "@interlude/core-graph";
import type { StreamRecord } from "@interlude/stage";

const MBID_LENGTH = 36;
const INT32_MAX = 2 ** 31 - 1;

/** A checked collaboration; a null weight withdraws it. */
export interface StagedCollaboration {
  readonly artistA: string;
  readonly artistB: string;
  readonly weight: number | null;
  readonly firstRecording: number | null;
  readonly kinds: readonly string[];
}

/** A checked artist; a null name withdraws it. */
export interface StagedArtist {
  readonly artist: string;
  readonly name: string | null;
  readonly popularity: number | null;
  readonly attributes: ArtistAttributes | null;
}

/** Why a record becomes a dead letter. Codes are stable. */
interface Rejection {
  readonly code:
    | "GRAPH_INVALID_MBID"
    | "GRAPH_INVALID_ARTIST"
    | "GRAPH_MALFORMED_PAIR"
    | "GRAPH_SELF_LOOP"
    | "GRAPH_INVALID_WEIGHT"
    | "GRAPH_INVALID_FIRST_RECORDING";
  readonly reason: string;
}

/** Checks a record of `catalog.artists` before it is staged. */
export function checkArtist({
  key,
  value,
}: Pick<StreamRecord<CatalogArtist>, "key" | "value">): StagedArtist | Rejection {
  if (!isMbid(key)) return { code: "GRAPH_INVALID_MBID", reason: `the key ${key} is not a lower-case MBID` };
  if (value === null) return { artist: key, name: null, popularity: null, attributes: null };
  const { artist, name, popularity, country, type, gender } = value;
  if (artist !== key) {
    return { code: "GRAPH_INVALID_MBID", reason: `the key ${key} is not the MBID of the artist, ${artist}` };
  }
  if (popularity !== null && !Number.isFinite(popularity)) {
    return { code: "GRAPH_INVALID_ARTIST", reason: `popularity ${popularity} of ${key} is not a number` };
  }
  const attributes = { genres: value.genres.map((genre) => genre.name), country, type, gender };
  // The only character that PostgreSQL's text cannot store.
  if ([name, country, type, gender].some(hasZero) || attributes.genres.some(hasZero)) {
    return { code: "GRAPH_INVALID_ARTIST", reason: `what is said of ${key} has a zero character` };
  }
  return { artist: key, name, popularity, attributes };
}

function hasZero(text: string | null): boolean {
  return text?.includes("\0") === true;
}

/** Checks a record of `catalog.collaborations` before it is staged. */
export function checkCollaboration({
  key,
  value,
}: Pick<StreamRecord<CatalogCollaboration>, "key" | "value">): StagedCollaboration | Rejection {
  const [artistA, artistB] = [key.slice(0, MBID_LENGTH), key.slice(MBID_LENGTH + 1)];
  if (key[MBID_LENGTH] !== ":" || !isMbid(artistA) || !isMbid(artistB)) {
    return { code: "GRAPH_MALFORMED_PAIR", reason: `the key ${key} is not two MBIDs joined by a colon` };
  }
  if (artistA === artistB) {
    return { code: "GRAPH_SELF_LOOP", reason: `${artistA} cannot collaborate with itself` };
  }
  if (artistA > artistB) {
    return { code: "GRAPH_MALFORMED_PAIR", reason: `the MBIDs of the key ${key} are not in order` };
  }
  if (value === null) return { artistA, artistB, weight: null, firstRecording: null, kinds: [] };
  const { weight, firstRecording, kinds } = value;
  if (value.artistA !== artistA || value.artistB !== artistB) {
    return {
      code: "GRAPH_MALFORMED_PAIR",
      reason: `the key ${key} is not of the pair ${value.artistA}:${value.artistB}`,
    };
  }
  if (!Number.isInteger(weight) || weight < 1 || weight > INT32_MAX) {
    return {
      code: "GRAPH_INVALID_WEIGHT",
      reason: `weight ${weight} of ${key} is not a number of recordings`,
    };
  }
  if (!Number.isInteger(firstRecording) || firstRecording < 0 || firstRecording > INT32_MAX) {
    return {
      code: "GRAPH_INVALID_FIRST_RECORDING",
      reason: `first recording ${firstRecording} of ${key} is not a row id`,
    };
  }
  return { artistA, artistB, weight, firstRecording, kinds };
}
