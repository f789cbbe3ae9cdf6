import type {
  AnyRowChange,
  HighLevelDocument,
  LowLevelFeatures,
  PopularitySignal,
} from "@interlude/contracts";
import type { MirrorTable, RowOf } from "../mirror/mirror-table.js";
import { mirrors } from "../mirror/mirror-tables.js";
import type { Sent } from "./stage.js";

export type TableName = keyof typeof mirrors;

/** The row of each table. */
type Rows = {
  [Name in TableName]: (typeof mirrors)[Name] extends MirrorTable<infer Change> ? RowOf<Change> : never;
};

/** A record and the partition that it would be sent to. */
export interface Addressed {
  readonly partition: string;
  readonly sent: Sent;
}

const PARTITIONS = 2;

/** MusicBrainz's tables in memory, and the changes that the next packet will hold, in apply order. */
export class MusicTables {
  readonly documents = new Map<string, HighLevelDocument>();
  readonly measurements = new Map<string, LowLevelFeatures>();
  readonly signals = new Map<string, PopularitySignal>();
  readonly #tables = new Map<TableName, Map<string, Rows[TableName]>>();
  #pending: Addressed[] = [];
  #sequence = 1;

  rows<Name extends TableName>(table: Name): Map<string, Rows[Name]> {
    let rows = this.#tables.get(table);
    if (rows === undefined) this.#tables.set(table, (rows = new Map()));
    return rows as Map<string, Rows[Name]>;
  }

  insert<Name extends TableName>(table: Name, row: Rows[Name]): void {
    this.#change(table, null, row);
  }

  update<Name extends TableName>(table: Name, before: Rows[Name], after: Partial<Rows[Name]>): void {
    this.#change(table, before, { ...before, ...after });
  }

  delete<Name extends TableName>(table: Name, row: Rows[Name]): void {
    this.#change(table, row, null);
  }

  /** Inserts the row, or makes the one of its key this one. */
  put<Name extends TableName>(table: Name, row: Rows[Name]): void {
    this.#change(table, this.rows(table).get(keyOf(table, row)) ?? null, row);
  }

  measure(features: LowLevelFeatures): void {
    this.measurements.set(`${features.recording}:${features.submission}`, features);
    this.#pending.push({
      partition: `measurement ${bucket(features.recording)}`,
      sent: { lowLevel: features },
    });
  }

  submit(document: HighLevelDocument): void {
    this.documents.set(`${document.recording}:${document.submission}`, document);
    this.#pending.push({ partition: `document ${bucket(document.recording)}`, sent: { document } });
  }

  signal(signal: PopularitySignal): void {
    this.signals.set(`${signal.id}:${signal.asOf}:${signal.source}`, signal);
    this.#pending.push({ partition: `signal ${bucket(signal.id)}`, sent: { signal } });
  }

  /** The packet that brings a mirror up to now; the next one begins. */
  packet(): Addressed[] {
    const packet = this.#pending;
    this.#pending = [];
    this.#sequence += 1;
    return packet;
  }

  /** A dump of everything as it is now, in place of the packet: what only the packet said of rows is never sent. */
  dump(): { readonly sequence: number; readonly records: Addressed[] } {
    const sequence = this.#sequence;
    const records = this.packet().filter(({ sent }) => !("mirror" in sent));
    for (const [table, rows] of this.#tables) {
      for (const row of rows.values()) {
        const source = { kind: "dump" as const, sequence, xid: null, position: records.length };
        const change = { before: null, after: row, op: "r", source, ts: 0 } as AnyRowChange;
        records.push({ partition: partitionOf(table, row), sent: { mirror: table, change } });
      }
    }
    return { sequence, records };
  }

  #change<Name extends TableName>(table: Name, before: Rows[Name] | null, after: Rows[Name] | null): void {
    const rows = this.rows(table);
    if (before !== null) rows.delete(keyOf(table, before));
    if (after !== null) rows.set(keyOf(table, after), after);
    const source = {
      kind: "packet" as const,
      sequence: this.#sequence,
      xid: 1,
      position: this.#pending.length,
    };
    const op = before === null ? "c" : after === null ? "d" : "u";
    const change = { before, after, op, source, ts: 0 } as AnyRowChange;
    const partition = partitionOf(table, after ?? before!);
    this.#pending.push({ partition, sent: { mirror: table, change } });
  }
}

function keyOf(table: TableName, row: object): string {
  return valuesOf(row, mirrors[table].key).join(":");
}

/** As coarse as keys are: all rows of an aggregate root share a partition, and here more than that do. */
function partitionOf(table: TableName, row: object): string {
  const root = "new_id" in row ? ["new_id"] : mirrors[table].key.slice(0, 1);
  return `${table} ${bucket(valuesOf(row, root).join(":"))}`;
}

function valuesOf(row: object, columns: readonly string[]): unknown[] {
  return columns.map((column) => (row as Record<string, unknown>)[column]);
}

function bucket(root: string): number {
  return [...root].reduce((sum, character) => sum + character.charCodeAt(0), 0) % PARTITIONS;
}
