import {
  type AnyRowChange,
  type TableChanges,
  type TableName,
  type Topic,
  tableTopics,
} from "@interlude/contracts";
import { NEWEST_SCHEMA_SEQUENCE, type TableLayout, tableLayout } from "@interlude/core-musicbrainz";
import type {
  BaseType,
  ColumnType,
  ColumnValue,
  MirrorField,
  MirrorMark,
  MirrorTable,
  RowOf,
} from "./mirror-table.js";

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
  const fields: MirrorField[] = [
    ...columns.map((column) => ({ column, type: columnType(layout, column), compute: null })),
    ...Object.entries(computed).map(([column, [type, compute]]) => ({ column, type, compute })),
  ];
  return {
    topic,
    table: layout.table,
    key: layout.primaryKey,
    columns: Object.fromEntries(fields.map(({ column, type }) => [column, type])),
    fields,
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
