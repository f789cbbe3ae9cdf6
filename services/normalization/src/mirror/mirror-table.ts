import type { AnyRowChange, Topic } from "@interlude/contracts";
import type { MarkKind } from "../dirty/mark.js";

/** PostgreSQL types that mirrors use; a `?` allows null. */
export type ColumnType = "integer" | "text" | "uuid" | "boolean" | "integer?" | "text?" | "uuid?";

export type ColumnValue = string | number | boolean | null;

/** The row that a topic's changes carry. */
export type RowOf<Change extends AnyRowChange> = NonNullable<Change["after"]>;

/** How one MusicBrainz table is kept: which columns, under which key, and what a change of a row touches. */
export interface MirrorTable<Change extends AnyRowChange = AnyRowChange> {
  readonly topic: Topic<Change>;
  /** Name of the mirror. */
  readonly table: string;
  /** Columns that identify a row; also the order in which rows are written, so that writers never deadlock. */
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Values of `columns`, in any order. */
  read(row: RowOf<Change>): Readonly<Record<string, ColumnValue>>;
  /**
   * What has to be derived again when a row comes, changes or goes: that kind of thing, with the column's value. Where
   * that is the row itself, the mark may say a column as it stood and as it is.
   */
  readonly mark: { readonly kind: MarkKind; readonly column: string; readonly value?: string } | null;
}

/** Only fixes `Change`, so that `read` knows the row. */
export function mirrorOf<Change extends AnyRowChange>(table: MirrorTable<Change>): MirrorTable<Change> {
  return table;
}
