import type { Row } from "@interlude/core-musicbrainz";
import { SampleError } from "../errors.js";
import type { Journal } from "./journal.js";

/** Tables whose entities have MBIDs that merges redirect. */
type RedirectedTable = "artist" | "artist_credit" | "recording";

/** The `*_gid_redirect` rows that lead to entities of the live world. A chain never forms: merges re-point. */
export class Redirects {
  readonly #rows: Record<RedirectedTable, Map<number, Row[]>> = {
    artist: new Map(),
    artist_credit: new Map(),
    recording: new Map(),
  };

  constructor(private readonly journal: Journal) {}

  /** Takes in a row of the dump. */
  load(table: RedirectedTable, row: Row): void {
    const target = row["new_id"] as number;
    const rows = this.#rows[table].get(target);
    if (rows === undefined) this.#rows[table].set(target, [row]);
    else rows.push(row);
  }

  /** Adds a redirect from the MBID of an entity that was merged into `target`. */
  add(table: RedirectedTable, redirect: { gid: string; target: number; created: number }): void {
    const { gid, target, created } = redirect;
    const row: Row = { gid, new_id: target, created };
    this.load(table, row);
    this.journal.inserted(`${table}_gid_redirect`, row);
  }

  /** Points everything that leads to `from` at `target` instead. */
  repoint(table: RedirectedTable, from: number, target: number): void {
    if (from === target) {
      throw new SampleError("SAMPLE_INVARIANT", `${table} ${from} would redirect to itself; this is a bug`);
    }
    for (const before of this.#take(table, from)) {
      const after = { ...before, new_id: target };
      this.journal.updated(`${table}_gid_redirect`, before, after);
      this.load(table, after);
    }
  }

  /** Deletes everything that leads to an entity, as when the entity is deleted for good. */
  remove(table: RedirectedTable, target: number): void {
    for (const row of this.#take(table, target)) this.journal.deleted(`${table}_gid_redirect`, row);
  }

  #take(table: RedirectedTable, target: number): Row[] {
    const rows = this.#rows[table].get(target) ?? [];
    this.#rows[table].delete(target);
    return rows;
  }
}
