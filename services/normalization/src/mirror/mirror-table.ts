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

/** How one MusicBrainz table is kept: which columns, under which key, and what a change of a row touches. */
export interface MirrorTable<Change extends AnyRowChange = AnyRowChange> {
  readonly topic: Topic<Change>;
  /** Name of the table, in MusicBrainz and here. */
  readonly table: string;
  /** Columns that identify a row; also the order in which rows are written, so that writers never deadlock. */
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** How those of the columns are computed that the row does not have as they are. */
  readonly computed: Readonly<Record<string, (row: never) => ColumnValue>>;
  readonly mark: MirrorMark | null;
}

/** What a mirror keeps of a row in a column. */
export function valueOf(
  computed: MirrorTable["computed"],
  row: RowOf<AnyRowChange>,
  column: string,
): ColumnValue {
  const compute = computed[column];
  if (compute !== undefined) return compute(row as never);
  return (row as unknown as Readonly<Record<string, ColumnValue>>)[column] ?? null;
}

/** The values of a row's columns in its mirror. */
export function valuesOf(
  { columns, computed }: Pick<MirrorTable, "columns" | "computed">,
  row: RowOf<AnyRowChange>,
): Record<string, ColumnValue> {
  const values: Record<string, ColumnValue> = {};
  for (const column in columns) values[column] = valueOf(computed, row, column);
  return values;
}
