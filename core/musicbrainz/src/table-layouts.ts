import { tableDescriptions } from "./generated/layouts.js";

export interface Column {
  readonly name: string;
  /** PostgreSQL's type name, e.g. `int4`, `timestamptz`, `varchar(255)`. */
  readonly type: string;
  readonly nullable: boolean;
}

export interface TableLayout {
  readonly table: string;
  /** In COPY order. */
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  /** The table that its rows belong to, and the columns whose values name the row of it: its own key if it is a root. */
  readonly root: { readonly table: string; readonly columns: readonly string[] };
  /** Columns that no consumer reads: an update of nothing else need not be sent, and no row is refused for them. */
  readonly ignored: readonly string[];
}

/** A table as `schemas/musicbrainz/tables.json` describes it, with the columns of every known schema sequence. */
export interface TableDescription extends TableLayout {
  /** A column that only one schema sequence has says which. */
  readonly columns: readonly (Column & { readonly onlyInSchema?: number })[];
}

export type LayoutErrorCode =
  | "LAYOUT_UNKNOWN_SCHEMA_SEQUENCE"
  | "LAYOUT_UNKNOWN_TABLE"
  /** No row of a table is laid out as its schema sequence says. */
  | "LAYOUT_UNREADABLE";

/** There is no layout for what was asked, or it is not that of the rows; the message says what to do. */
export class LayoutError extends Error {
  override readonly name = "LayoutError";

  constructor(
    readonly code: LayoutErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** The values of SCHEMA_SEQUENCE whose tables are known, oldest first. */
export const SUPPORTED_SCHEMA_SEQUENCES: readonly number[] = [30, 31];

/** The schema sequence whose columns go downstream. */
export const NEWEST_SCHEMA_SEQUENCE = 31;

const layouts = new Map(
  SUPPORTED_SCHEMA_SEQUENCES.map((sequence) => [
    sequence,
    new Map(tableDescriptions.map((table) => [table.table, layoutIn(sequence, table)])),
  ]),
);

function layoutIn(sequence: number, description: TableDescription): TableLayout {
  const { columns } = description;
  if (columns.every(({ onlyInSchema }) => onlyInSchema === undefined)) return description;
  const present = columns.filter(({ onlyInSchema = sequence }) => onlyInSchema === sequence);
  return { ...description, columns: present };
}

/**
 * The columns of a table as a dump or packet of that SCHEMA_SEQUENCE writes them.
 * @throws LayoutError `LAYOUT_UNKNOWN_SCHEMA_SEQUENCE`, `LAYOUT_UNKNOWN_TABLE`
 */
export function tableLayout(table: string, schemaSequence: number): TableLayout {
  const layout = tablesOf(schemaSequence).get(table);
  if (layout !== undefined) return layout;
  throw new LayoutError(
    "LAYOUT_UNKNOWN_TABLE",
    `no layout for table "${table}" in schema sequence ${schemaSequence}; describe it in schemas/musicbrainz/tables.json to read it`,
  );
}

/**
 * Columns of a table that no consumer reads.
 * @throws LayoutError `LAYOUT_UNKNOWN_TABLE`
 */
export function ignoredColumns(table: string): readonly string[] {
  return tableLayout(table, NEWEST_SCHEMA_SEQUENCE).ignored;
}

/** Whether the column of a record may be null: where MusicBrainz allows it, and where a value may be dropped. */
export function mayBeNull({ ignored }: Pick<TableLayout, "ignored">, column: Column): boolean {
  return column.nullable || column.type === "timestamptz" || ignored.includes(column.name);
}

/**
 * Refuses a schema sequence whose tables are not known, before a single row is read.
 * @throws LayoutError `LAYOUT_UNKNOWN_SCHEMA_SEQUENCE`
 */
export function checkSchemaSequence(schemaSequence: number): void {
  tablesOf(schemaSequence);
}

function tablesOf(schemaSequence: number): ReadonlyMap<string, TableLayout> {
  const tables = layouts.get(schemaSequence);
  if (tables !== undefined) return tables;
  throw new LayoutError(
    "LAYOUT_UNKNOWN_SCHEMA_SEQUENCE",
    `schema sequence ${schemaSequence} is not known: this version reads ${SUPPORTED_SCHEMA_SEQUENCES.join(" and ")}. ` +
      "Nothing was read. Upgrade to a version that knows it, or load a dump of a known schema sequence.",
  );
}
