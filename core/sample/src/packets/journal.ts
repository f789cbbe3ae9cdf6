import type { Row } from "@interlude/core-musicbrainz";
import type { Microseconds } from "../dump/clock.js";

/** One row change as the master's trigger sees it. */
export interface JournalChange {
  /** With its schema: `musicbrainz.artist`. */
  readonly table: string;
  readonly op: "i" | "u" | "d";
  readonly before: Row | null;
  readonly after: Row | null;
}

/** The changes of one transaction, in the order in which they were made. */
export interface JournalTransaction {
  /** When the transaction began. */
  readonly time: Microseconds;
  readonly changes: readonly JournalChange[];
}

/** Collects row changes into transactions. */
export class Journal {
  #changes: JournalChange[] = [];

  /** Notes an insert into a table of the schema `musicbrainz`. */
  inserted(table: string, after: Row): void {
    this.#changes.push({ table: `musicbrainz.${table}`, op: "i", before: null, after });
  }

  updated(table: string, before: Row, after: Row): void {
    this.#changes.push({ table: `musicbrainz.${table}`, op: "u", before, after });
  }

  deleted(table: string, before: Row): void {
    this.#changes.push({ table: `musicbrainz.${table}`, op: "d", before, after: null });
  }

  /** Notes a change of a table that the sample's dump does not have. */
  foreign(change: JournalChange): void {
    this.#changes.push(change);
  }

  /** How many changes the open transaction has. */
  get length(): number {
    return this.#changes.length;
  }

  /** Ends the open transaction. */
  commit(time: Microseconds): JournalTransaction {
    const changes = this.#changes;
    this.#changes = [];
    return { time, changes };
  }
}
