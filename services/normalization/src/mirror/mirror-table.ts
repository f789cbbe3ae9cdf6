import {
  type AnyRowChange,
  type TableChanges,
  type TableName,
  type Topic,
  tableTopics,
} from "@interlude/contracts";
import { NEWEST_SCHEMA_SEQUENCE, type TableLayout, tableLayout } from "@interlude/core-musicbrainz";
import type { MarkKind } from "../dirty/mark.js";

type BaseType = "integer" | "text" | "uuid" | "boolean";

/** PostgreSQL types that mirrors use; a `?` allows null. */
export type ColumnType = BaseType | `${BaseType}?`;

export type ColumnValue = string | number | boolean | null;

/** The row that a topic's changes carry. */
export type RowOf<Change extends AnyRowChange> = NonNullable<Change["after"]>;

/**
 * What has to be derived again when a row comes, changes or goes: that kind of thing, with the column's value. If that
 * is the row itself, the mark may say a column as it stood and as it is.
 */
interface MirrorMark {
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

/** What is chosen by hand of a mirror; the rest follows from the table's description. */
export interface MirrorDefinition<Change extends AnyRowChange> {
  /** Columns that are kept as they are, its key among them. */
  readonly columns: readonly (keyof RowOf<Change> & string)[];
  /** Columns that are made of others, with their types. */
  readonly computed?: Readonly<Record<string, readonly [ColumnType, (row: RowOf<Change>) => ColumnValue]>>;
  readonly mark: MirrorMark | null;
}

/** Definitions of mirrors by table. */
export type MirrorDefinitions = { readonly [Table in TableName]: MirrorDefinition<TableChanges[Table]> };

export type Mirrors = { readonly [Table in TableName]: MirrorTable<TableChanges[Table]> };

/** The mirrors that definitions ask for. */
export function mirrorsOf(definitions: MirrorDefinitions): Mirrors {
  const mirrors = Object.entries(definitions).map(([table, definition]) => {
    const topic: Topic<AnyRowChange> = tableTopics[table as TableName];
    return [table, mirrorOf(tableLayout(table, NEWEST_SCHEMA_SEQUENCE), topic, definition as never)];
  });
  return Object.fromEntries(mirrors) as Mirrors;
}

/** The mirror of one table, whose layout gives its key and the types of the columns that are kept as they are. */
export function mirrorOf<Change extends AnyRowChange>(
  layout: Pick<TableLayout, "table" | "columns" | "primaryKey">,
  topic: Topic<Change>,
  { columns, computed = {}, mark }: MirrorDefinition<Change>,
): MirrorTable<Change> {
  const kept = columns.map((name): [string, ColumnType] => [name, columnType(layout, name)]);
  const made = Object.entries(computed).map(([name, [type]]): [string, ColumnType] => [name, type]);
  return {
    topic,
    table: layout.table,
    key: layout.primaryKey,
    columns: Object.fromEntries([...kept, ...made]),
    computed: Object.fromEntries(Object.entries(computed).map(([name, [, compute]]) => [name, compute])),
    mark,
  };
}

/** Types by MusicBrainz's, lengths left out; a mirror keeps no time as it is. */
const BASE_TYPES: Readonly<Record<string, BaseType>> = {
  bool: "boolean",
  char: "text",
  int2: "integer",
  int4: "integer",
  text: "text",
  uuid: "uuid",
  varchar: "text",
};

function columnType({ table, columns }: Pick<TableLayout, "table" | "columns">, name: string): ColumnType {
  const column = columns.find((one) => one.name === name);
  const type = BASE_TYPES[column?.type.replace(/\(.*/, "") ?? ""];
  if (column !== undefined && type !== undefined) return column.nullable ? `${type}?` : type;
  throw new TypeError(`A mirror cannot keep ${table}.${name} as it is; compute a column of it`);
}

/** What a mirror keeps of a row, column by column. */
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
