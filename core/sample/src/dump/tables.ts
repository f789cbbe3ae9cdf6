import { type Row, copyFromRow, encodeCopyRow, tableLayout } from "@interlude/core-musicbrainz";
import { Stream, unit } from "../hash.js";
import { mbid } from "../identifiers.js";
import { ArtistType } from "../world/artists.js";
import {
  CreditMap,
  type CreditPart,
  FORMS,
  SpecialCredit,
  type SpecialCreditId,
  UNKNOWN,
  VARIOUS_ARTISTS,
  rowId,
} from "../world/credits.js";
import type { World } from "../world/world.js";
import { DUMP_TIME, beforeDump } from "./clock.js";
import { DUMP_SEQUENCE, SCHEMA_SEQUENCE } from "./control.js";
import {
  artistRow,
  creditNameRows,
  creditRow,
  recordingRow,
  redirectedMbid,
  specialArtistRows,
} from "./rows.js";
import { linkRows, linkTypeRows, spotifyLinks } from "./spotify-links.js";

/** One of so many artists, or recordings, has taken in another by a merge before the dump. */
const ARTIST_REDIRECT_ONE_IN = 33;
const RECORDING_REDIRECT_ONE_IN = 50;

/** The tables of the dump, in the order of its archive. */
export const DUMP_TABLES: Readonly<Record<string, (world: World) => Iterable<Row>>> = {
  artist: artistRows,
  artist_credit: creditRows,
  artist_credit_name: allCreditNameRows,
  artist_gid_redirect: artistRedirectRows,
  artist_type: artistTypeRows,
  l_artist_url: (world) => linkedRows(world, "relationship"),
  link: linkRows,
  link_type: linkTypeRows,
  recording: recordingRows,
  recording_gid_redirect: recordingRedirectRows,
  replication_control: controlRows,
  url: (world) => linkedRows(world, "url"),
};

/** The rows as lines of COPY text. */
export function* copyLines(table: string, rows: Iterable<Row>): Generator<string> {
  const layout = tableLayout(table, SCHEMA_SEQUENCE);
  for (const row of rows) yield encodeCopyRow(copyFromRow(layout, row));
}

/** A credit of the dump with the number of recordings that use it. */
interface UsedCredit {
  readonly id: number;
  readonly parts: readonly CreditPart[];
  readonly uses: number;
}

/** The contents of a special credit. */
export function specialCredit(world: World, id: SpecialCreditId): UsedCredit {
  const various = { artist: VARIOUS_ARTISTS.id, name: VARIOUS_ARTISTS.name, joinPhrase: "" };
  const unknown = { artist: UNKNOWN.id, name: UNKNOWN.name, joinPhrase: "" };
  const contents = {
    [SpecialCredit.variousArtists]: () => [various],
    [SpecialCredit.unknown]: () => [unknown],
    [SpecialCredit.variousWithFirst]: () => [
      { ...various, joinPhrase: " feat. " },
      ...world.credits.parts(0, 0),
    ],
  };
  return { id, parts: contents[id](), uses: world.tally.specialUses(id) };
}

/** Every credit that a recording of the dump uses. */
function* usedCredits(world: World): Generator<UsedCredit> {
  for (const id of Object.values(SpecialCredit)) {
    const credit = specialCredit(world, id);
    if (credit.uses > 0) yield credit;
  }
  for (let artist = 0; artist < world.size.artists; artist++) {
    for (let form = 0; form < FORMS; form++) {
      const uses = world.tally.usesOf(artist, form);
      if (uses === 0) continue;
      yield { id: CreditMap.id(artist, form), parts: world.credits.parts(artist, form), uses };
    }
  }
}

/** The `artist_credit` row of a credit of the dump. */
export function dumpCreditRow(seed: number, credit: UsedCredit): Row {
  return creditRow({ seed, ...credit, created: beforeDump(unit(seed, Stream.creditMbid, credit.id, 5)) });
}

/** The old MBID that leads to artist `index` in the dump, if any. */
export function artistRedirect(seed: number, index: number): string | null {
  return redirectedMbid(seed, Stream.artistRedirectMbid, index, ARTIST_REDIRECT_ONE_IN);
}

/** The old MBID that leads to recording `index` in the dump, if any. */
export function recordingRedirect(seed: number, index: number): string | null {
  return redirectedMbid(seed, Stream.recordingRedirectMbid, index, RECORDING_REDIRECT_ONE_IN);
}

/** A `*_gid_redirect` row of the dump. */
export function redirectRow(gid: string, newId: number): Row {
  return { gid, new_id: newId, created: beforeDump(0.5) };
}

function* artistRows({ size, artists }: World): Generator<Row> {
  yield* specialArtistRows();
  for (let index = 0; index < size.artists; index++) yield artistRow(size.seed, artists, index);
}

function* creditRows(world: World): Generator<Row> {
  for (const credit of usedCredits(world)) yield dumpCreditRow(world.size.seed, credit);
}

function* allCreditNameRows(world: World): Generator<Row> {
  for (const { id, parts } of usedCredits(world)) yield* creditNameRows(id, parts);
}

function* recordingRows({ size, recordings }: World): Generator<Row> {
  for (let index = 0; index < size.recordings; index++) {
    yield recordingRow({ seed: size.seed, index, credit: recordings.credit(index).id });
  }
}

function* artistRedirectRows({ size }: World): Generator<Row> {
  for (let index = 0; index < size.artists; index++) {
    const gid = artistRedirect(size.seed, index);
    if (gid !== null) yield redirectRow(gid, rowId(index));
  }
}

function* recordingRedirectRows({ size }: World): Generator<Row> {
  for (let index = 0; index < size.recordings; index++) {
    const gid = recordingRedirect(size.seed, index);
    if (gid !== null) yield redirectRow(gid, rowId(index));
  }
}

function* linkedRows({ size }: World, part: "url" | "relationship"): Generator<Row> {
  for (let index = 0; index < size.artists; index++) {
    for (const link of spotifyLinks(size.seed, index, rowId(index))) yield link[part];
  }
}

function* artistTypeRows({ size }: World): Generator<Row> {
  for (const [name, id] of Object.entries(ArtistType)) {
    yield {
      id,
      name: name[0]!.toUpperCase() + name.slice(1),
      parent: id > ArtistType.character ? ArtistType.group : null,
      child_order: 0,
      description: null,
      gid: mbid(size.seed, Stream.artistTraits, id),
    };
  }
}

function* controlRows(): Generator<Row> {
  yield {
    id: 1,
    current_schema_sequence: SCHEMA_SEQUENCE,
    current_replication_sequence: DUMP_SEQUENCE,
    last_replication_date: DUMP_TIME,
  };
}
