import type { Row } from "@interlude/core-musicbrainz";
import { Stream, hash32, randomFor, unit } from "../hash.js";
import { mbid } from "../identifiers.js";
import { type ArtistMap, type ArtistTraits, FIRST_YEAR, LAST_YEAR, isGroup } from "../world/artists.js";
import { type CreditPart, UNKNOWN, VARIOUS_ARTISTS, displayName, rowId } from "../world/credits.js";
import { artistName, recordingTitle } from "../world/names.js";
import { type Microseconds, beforeDump } from "./clock.js";

const NO_DATES = {
  begin_date_year: null,
  begin_date_month: null,
  begin_date_day: null,
  end_date_year: null,
  end_date_month: null,
  end_date_day: null,
} as const;

/** The `artist` row of artist `index`. */
export function artistRow(seed: number, artists: ArtistMap, index: number): Row {
  const traits = artists.traits(index);
  const { name, sortName } = artistName(seed, index, isGroup(traits.type));
  return {
    id: rowId(index),
    gid: mbid(seed, Stream.artistMbid, index),
    name,
    sort_name: sortName,
    ...lifeSpan(seed, traits),
    type: traits.type,
    area: null,
    gender: null,
    comment: "",
    edits_pending: 0,
    last_updated: beforeDump(unit(seed, Stream.artistMbid, index, 5)),
    begin_area: null,
    end_area: null,
  };
}

/** The rows of the special-purpose artists. */
export function specialArtistRows(): Row[] {
  return [VARIOUS_ARTISTS, UNKNOWN].map(({ id, gid, name }) => ({
    id,
    gid,
    name,
    sort_name: name,
    ...NO_DATES,
    type: 3,
    area: null,
    gender: null,
    comment: "",
    edits_pending: 0,
    last_updated: beforeDump(0),
    ended: false,
    begin_area: null,
    end_area: null,
  }));
}

/** An `artist_credit` row. `created` is also when nothing about it was pending. */
export function creditRow(options: {
  readonly seed: number;
  readonly id: number;
  readonly parts: readonly CreditPart[];
  readonly uses: number;
  readonly created: Microseconds;
}): Row {
  return {
    id: options.id,
    name: displayName(options.parts),
    artist_count: options.parts.length,
    ref_count: options.uses,
    created: options.created,
    edits_pending: 0,
    gid: mbid(options.seed, Stream.creditMbid, options.id),
  };
}

/** The `artist_credit_name` rows of a credit, positions from 0. */
export function creditNameRows(credit: number, parts: readonly CreditPart[]): Row[] {
  return parts.map((part, position) => ({
    artist_credit: credit,
    position,
    artist: part.artist,
    name: part.name,
    join_phrase: part.joinPhrase,
  }));
}

/** The `recording` row of recording `index`. */
export function recordingRow(options: {
  readonly seed: number;
  readonly index: number;
  readonly credit: number;
  readonly updated?: Microseconds;
}): Row {
  const { seed, index } = options;
  const random = randomFor(seed, Stream.recordingDetails, index);
  return {
    id: rowId(index),
    gid: mbid(seed, Stream.recordingMbid, index),
    name: recordingTitle(seed, index),
    artist_credit: options.credit,
    length: random.chance(0.06) ? null : recordingLength(seed, index),
    comment: random.chance(0.05) ? "radio edit" : "",
    edits_pending: 0,
    last_updated: options.updated ?? beforeDump(random.next()),
    video: random.chance(0.01),
  };
}

/** A recording's true length in milliseconds, about two to eight minutes; its row may not know it. */
export function recordingLength(seed: number, index: number): number {
  const random = randomFor(seed, Stream.recordingDetails, index, 2);
  return Math.round(225_000 * Math.exp(0.35 * random.normal()));
}

type LifeSpan = { [column in keyof typeof NO_DATES]: number | null } & { ended: boolean };

/** Partial dates: unknown for a third, to the year, month or day for the rest. */
function lifeSpan(seed: number, traits: ArtistTraits): LifeSpan {
  const random = randomFor(seed, Stream.artistTraits, traits.index, 4);
  const ended = traits.end < 0.9 && random.chance(0.6);
  if (random.chance(0.33)) return { ...NO_DATES, ended };
  const age = isGroup(traits.type) ? 0 : 18 + random.below(15);
  const begin = yearOf(traits.debut) - age;
  const knowsMonth = random.chance(0.6);
  const knowsDay = knowsMonth && random.chance(0.8);
  return {
    ...NO_DATES,
    begin_date_year: begin,
    begin_date_month: knowsMonth ? 1 + random.below(12) : null,
    begin_date_day: knowsDay ? 1 + random.below(28) : null,
    end_date_year: ended ? Math.min(LAST_YEAR - 1, yearOf(traits.end)) : null,
    ended,
  };
}

function yearOf(time: number): number {
  return Math.floor(FIRST_YEAR + time * (LAST_YEAR - FIRST_YEAR));
}

/** The old MBIDs that lead to an entity: one for one in `oneIn` entities. */
export function redirectedMbid(seed: number, stream: number, index: number, oneIn: number): string | null {
  return hash32(seed, stream, index, 5) % oneIn === 0 ? mbid(seed, stream, index) : null;
}
