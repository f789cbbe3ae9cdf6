import type { Row } from "./rows.js";
import type { TableLayout } from "./table-layouts.js";

export interface RowChange {
  /** Order inside the transaction. */
  readonly seqid: number;
  /** The transaction on the master. */
  readonly xid: number;
  readonly schema: string;
  readonly table: string;
  readonly op: "i" | "u" | "d";
  /** The whole row before; null for an insert. */
  readonly before: Row | null;
  /** The whole row after; null for a delete. */
  readonly after: Row | null;
}

/** The primary key of a row as text, one value after the other: unique within its table. */
export function primaryKeyOf(layout: TableLayout, row: Row): string {
  return layout.primaryKey.map((column) => String(row[column])).join(":");
}

/** Whether an update moves the row to another primary key: the row under the old key is then gone. */
export function keyChanged(layout: TableLayout, change: RowChange): boolean {
  return (
    change.before !== null &&
    change.after !== null &&
    primaryKeyOf(layout, change.before) !== primaryKeyOf(layout, change.after)
  );
}

/** Whether an update changes nothing: old and new row are equal in every column. */
export function isNoOp(change: RowChange): boolean {
  return changesNothingBut(change, []);
}

/** Whether an update changes no column but some of these. */
export function changesNothingBut({ before, after }: RowChange, columns: readonly string[]): boolean {
  if (before === null || after === null) return false;
  return Object.keys(after).every((column) => before[column] === after[column] || columns.includes(column));
}
