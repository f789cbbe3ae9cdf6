import { SCHEMA_31, type TableDefinition } from "./schema-31.js";

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
}

export type LayoutErrorCode = "LAYOUT_UNKNOWN_SCHEMA_SEQUENCE" | "LAYOUT_UNKNOWN_TABLE";

/** There is no layout for what was asked; the message says what to do. */
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

function parse(table: string, definition: TableDefinition): TableLayout {
  const columns = definition.columns
    .trim()
    .split(/,\s+/)
    .map((column): Column => {
      const [name, type] = column.split(" ") as [string, string];
      const nullable = type.endsWith("?");
      return { name, type: nullable ? type.slice(0, -1) : type, nullable };
    });
  return { table, columns, primaryKey: definition.primaryKey.split(", ") };
}

const schema31 = new Map(
  Object.entries(SCHEMA_31).map(([table, definition]) => [table, parse(table, definition)]),
);

/** Schema 31 dropped `isrc.source`, which stood after `isrc`; nothing else changed in these tables. */
const schema30 = new Map([
  ...schema31,
  [
    "isrc",
    parse("isrc", {
      primaryKey: "id",
      columns:
        "id int4, recording int4, isrc char(12), source int2?, edits_pending int4, created timestamptz?",
    }),
  ],
]);

const layouts = new Map([
  [30, schema30],
  [31, schema31],
]);

/**
 * The columns of a table as a dump or packet of that SCHEMA_SEQUENCE writes them.
 * @throws LayoutError `LAYOUT_UNKNOWN_SCHEMA_SEQUENCE`, `LAYOUT_UNKNOWN_TABLE`
 */
export function tableLayout(table: string, schemaSequence: number): TableLayout {
  const layout = tablesOf(schemaSequence).get(table);
  if (layout !== undefined) return layout;
  throw new LayoutError(
    "LAYOUT_UNKNOWN_TABLE",
    `no layout for table "${table}" in schema sequence ${schemaSequence}; add it to schema-31.ts to keep it`,
  );
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
