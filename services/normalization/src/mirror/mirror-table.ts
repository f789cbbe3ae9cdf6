import type { AnyRowChange, Topic } from "@interlude/contracts";
import type { MarkKind } from "../dirty/mark.js";

export type BaseType = "integer" | "text" | "uuid" | "boolean";

/** PostgreSQL types that mirrors use; a `?` allows null. */
export type ColumnType = BaseType | `${BaseType}?`;

export type ColumnValue = string | number | boolean | null;

/** The row that a topic's changes carry. */
export type RowOf<Change extends AnyRowChange> = NonNullable<Change["after"]>;

/**
 * What has to be derived again when a row comes, changes or goes: that kind of thing, with the column's value. If that
 * is the row itself, the mark may have a column's value before and after.
 */
export interface MirrorMark {
  readonly kind: MarkKind;
  readonly column: string;
  readonly value?: string;
}

/** A column of a mirror, and how its value comes from a row. */
export interface MirrorField {
  readonly column: string;
  readonly type: ColumnType;
  /** Null for a column that is kept as it is. */
  readonly compute: ((row: never) => ColumnValue) | null;
}

/** How one MusicBrainz table is kept: which columns, under which key, and what a change of a row touches. */
export interface MirrorTable<Change extends AnyRowChange = AnyRowChange> {
  readonly topic: Topic<Change>;
  /** Name of the table, in MusicBrainz and here. */
  readonly table: string;
  /** Columns that identify a row; also the order in which rows are written, so that writers never deadlock. */
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** The same columns, in the same order: a list, because every field of every row is read through it. */
  readonly fields: readonly MirrorField[];
  readonly mark: MirrorMark | null;
}

/** What a mirror keeps of a row in a column. */
export function valueOf({ column, compute }: MirrorField, row: RowOf<AnyRowChange>): ColumnValue {
  if (compute !== null) return compute(row as never);
  return (row as unknown as Readonly<Record<string, ColumnValue>>)[column] ?? null;
}

/** The values of a row's columns in its mirror. */
export function valuesOf(
  { fields }: Pick<MirrorTable, "fields">,
  row: RowOf<AnyRowChange>,
): Record<string, ColumnValue> {
  const values: Record<string, ColumnValue> = {};
  for (const field of fields) values[field.column] = valueOf(field, row);
  return values;
}
