import type { Row } from "@interlude/core-musicbrainz";
import { type DumpRows, dumpRows } from "./dump-rows.js";
import type { DumpSize } from "./generated-dump.js";
import type { PacketChange } from "./packet-file.js";

/** Beyond the keys of any dump and of the packets that follow it. */
const FIRST_ID = 1_000_000_000;
const CREDITS = 400;
/** Apart from each other in keys, so that merges do not meet. */
const STRIDE = 100_000;
/** New credits have the old one's key and this. */
const NEW_CREDIT = STRIDE / 2;

/** An artist who is to be merged into another one. */
export interface Merge {
  readonly dump: DumpSize;
  /** Tells merges apart, from 0. */
  readonly number: number;
  /** Recordings that credit the artist: half of them alone, the others with one of 399 artists of the dump. */
  readonly recordings: number;
}

type Table = "artist" | "artist_credit" | "artist_credit_name" | "recording";

/** What a merge is made of: how each row is and who is who. */
class MergedArtist {
  readonly artist: number;
  readonly survivor: number;
  readonly #first: number;
  readonly #tables: Readonly<Record<Table, DumpRows>>;

  constructor({ dump, number, recordings }: Merge) {
    if (recordings >= STRIDE) throw new Error(`a merge has fewer than ${STRIDE} recordings`);
    this.#first = FIRST_ID + number * STRIDE;
    this.artist = this.#first;
    this.survivor = this.#first + 1;
    this.#tables = {
      artist: dumpRows(dump, "artist"),
      artist_credit: dumpRows(dump, "artist_credit"),
      artist_credit_name: dumpRows(dump, "artist_credit_name"),
      recording: dumpRows(dump, "recording"),
    };
  }

  artistRow(id: number): Row {
    return this.#tables.artist.rowOf(id - 1);
  }

  creditId(credit: number): number {
    return this.#first + credit;
  }

  /** The rows of a credit: itself and its names, the first of them the artist's. */
  credit(credit: number, id: number, artist: number): { credit: Row; names: Row[] } {
    const partner = 1 + ((credit * 7_919) % this.#tables.artist.rows);
    const artists = credit === 0 ? [artist] : [artist, partner];
    return {
      credit: { ...this.#tables.artist_credit.rowOf(id - 1), artist_count: artists.length },
      names: artists.map((named, position) => ({
        ...this.#tables.artist_credit_name.rowOf(id - 1),
        artist_credit: id,
        position,
        artist: named,
      })),
    };
  }

  recording(recording: number, credit: number): Row {
    return { ...this.#tables.recording.rowOf(this.#first + recording - 1), artist_credit: credit };
  }

  /** The credit of a recording, by number. */
  creditOf(recording: number): number {
    return recording % 2 === 0 ? 0 : 1 + (((recording - 1) / 2) % (CREDITS - 1));
  }
}

/** The row changes that bring both artists, credits and recordings into being; a transaction each. */
export function* beforeMerge(merge: Merge): Generator<PacketChange> {
  const merged = new MergedArtist(merge);
  const inserted = (table: string, after: Row): PacketChange => ({
    table,
    op: "i",
    before: null,
    after,
    transaction: merge.number,
  });
  for (const id of [merged.artist, merged.survivor]) yield inserted("artist", merged.artistRow(id));
  for (let credit = 0; credit < CREDITS; credit++) {
    const rows = merged.credit(credit, merged.creditId(credit), merged.artist);
    yield inserted("artist_credit", rows.credit);
    for (const name of rows.names) yield inserted("artist_credit_name", name);
  }
  for (let recording = 0; recording < merge.recordings; recording++) {
    const credit = merged.creditId(merged.creditOf(recording));
    yield inserted("recording", merged.recording(recording, credit));
  }
}

/**
 * The row changes of the merge, all of one transaction, in the order in which MusicBrainz does it: each credit that
 * names the artist is replaced by a new one that names the survivor, the recordings move over, the old credit goes and
 * leaves a redirect, and so does the artist in the end.
 */
export function* mergeChanges(merge: Merge): Generator<PacketChange> {
  const merged = new MergedArtist(merge);
  const change = (
    table: string,
    op: PacketChange["op"],
    { before = null, after = null }: { before?: Row | null; after?: Row | null },
  ): PacketChange => ({ table, op, before, after, transaction: 0 });
  const recordings: number[][] = Array.from({ length: CREDITS }, () => []);
  for (let recording = 0; recording < merge.recordings; recording++) {
    recordings[merged.creditOf(recording)]!.push(recording);
  }
  for (let credit = 0; credit < CREDITS; credit++) {
    const oldId = merged.creditId(credit);
    const newId = oldId + NEW_CREDIT;
    const old = merged.credit(credit, oldId, merged.artist);
    const fresh = merged.credit(credit, newId, merged.survivor);
    yield change("artist_credit", "i", { after: fresh.credit });
    for (const name of fresh.names) yield change("artist_credit_name", "i", { after: name });
    for (const recording of recordings[credit]!) {
      const before = merged.recording(recording, oldId);
      yield change("recording", "u", { before, after: { ...before, artist_credit: newId } });
    }
    for (const name of old.names) yield change("artist_credit_name", "d", { before: name });
    yield change("artist_credit", "d", { before: old.credit });
    const redirect = { gid: old.credit["gid"]!, new_id: newId, created: null };
    yield change("artist_credit_gid_redirect", "i", { after: redirect });
  }
  const gone = merged.artistRow(merged.artist);
  yield change("artist", "d", { before: gone });
  const redirect = { gid: gone["gid"]!, new_id: merged.survivor, created: null };
  yield change("artist_gid_redirect", "i", { after: redirect });
}
