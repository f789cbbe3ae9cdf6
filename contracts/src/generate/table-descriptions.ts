/** A table of `schemas/musicbrainz/tables.json`, as it is written there. */
interface WrittenTable {
  /** Partitions of its topic; a table without is described only to be read, and has no topic. */
  readonly partitions?: number;
  readonly primaryKey: readonly string[];
  /** The table whose row a row of this one belongs to, and the column with that row's id; itself if absent. */
  readonly root?: { readonly table: string; readonly column: string };
  /** PostgreSQL type by name, in COPY order; `?` allows NULL. */
  readonly columns: Readonly<Record<string, string>>;
  /** The only schema sequence that has the column, for columns that not every one has. */
  readonly onlyInSchema?: Readonly<Record<string, number>>;
  /** Columns that no consumer reads: an update of nothing else is not sent, and a value that cannot be read is NULL. */
  readonly ignored?: readonly string[];
}

export interface DescribedColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly onlyInSchema?: number;
}

export interface TableDescription {
  readonly table: string;
  /** Partitions of its topic; null for a table that has none. */
  readonly partitions: number | null;
  /** In COPY order. */
  readonly columns: readonly DescribedColumn[];
  readonly primaryKey: readonly string[];
  readonly root: { readonly table: string; readonly columns: readonly string[] };
  readonly ignored: readonly string[];
}

const KEYS = new Set(["partitions", "primaryKey", "root", "columns", "onlyInSchema", "ignored"]);
const TYPE = /^(int[24]|bool|uuid|timestamptz|text|(var)?char(\(\d+\))?)\??$/;
const IDENTIFIER = /^[a-z][a-z0-9_]*$/;

/**
 * The tables that a JSON text describes, in its order.
 * @throws TypeError if a description contradicts itself
 */
export function parseTables(json: string): TableDescription[] {
  const tables = JSON.parse(json) as Record<string, WrittenTable>;
  return Object.entries(tables).map(([table, written]) => describe(table, written, tables));
}

function describe(
  table: string,
  written: WrittenTable,
  tables: Readonly<Record<string, WrittenTable>>,
): TableDescription {
  const { partitions = null, primaryKey, root, columns, onlyInSchema = {}, ignored = [] } = written;
  const demand = (holds: boolean, problem: string): void => {
    if (!holds) throw new TypeError(`schemas/musicbrainz/tables.json: ${table} ${problem}`);
  };
  for (const key of Object.keys(written)) demand(KEYS.has(key), `has a property ${key}, which means nothing`);
  demand(IDENTIFIER.test(table), "is not named as a table is");
  demand(
    partitions === null || (Number.isInteger(partitions) && partitions > 0),
    "has no number of partitions",
  );
  for (const [name, type] of Object.entries(columns)) {
    demand(IDENTIFIER.test(name), `has a column ${name}, which is not named as a column is`);
    demand(TYPE.test(type), `has ${name} of type ${type}, which nothing here can read`);
  }
  demand(primaryKey.length > 0, "has no primary key");
  for (const name of primaryKey) demand(columns[name]?.endsWith("?") === false, `cannot be keyed by ${name}`);
  // What says which row it is, and where it belongs, is never NULL instead of what it was.
  const identifying = new Set([...primaryKey, "gid", root?.column]);
  for (const name of ignored) demand(name in columns && !identifying.has(name), `cannot ignore ${name}`);
  for (const name of Object.keys(onlyInSchema)) demand(name in columns, `has no column ${name}`);
  demand(
    root === undefined || (root.table in tables && root.column in columns),
    "has a root that does not exist",
  );
  return {
    table,
    partitions,
    columns: Object.entries(columns).map(([name, type]) => ({
      name,
      type: type.replace("?", ""),
      nullable: type.endsWith("?"),
      ...(name in onlyInSchema ? { onlyInSchema: onlyInSchema[name]! } : {}),
    })),
    primaryKey,
    root: root === undefined ? { table, columns: primaryKey } : { table: root.table, columns: [root.column] },
    ignored,
  };
}
