import type { Database } from "@interlude/infra-postgres";

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** Part of the primary key. */
  readonly primary: boolean;
  readonly comment: string | null;
}

export interface Table {
  readonly name: string;
  readonly view: boolean;
  readonly comment: string | null;
  readonly columns: readonly Column[];
}

/** A foreign key, table to table; `column` is the one that holds it. */
interface ForeignKey {
  readonly table: string;
  readonly column: string;
  readonly target: string;
}

export interface Schema {
  readonly name: string;
  readonly tables: readonly Table[];
  readonly foreignKeys: readonly ForeignKey[];
}

/** Bookkeeping of the migrations' library, which makes and names it. */
const NOT_OURS = "^migrations_";

const COLUMNS = `
  select pg_class.relname as "table", relkind = 'v' as view, obj_description(pg_class.oid, 'pg_class') as "tableComment",
    attname as name, format_type(atttypid, atttypmod) as type, not attnotnull as nullable,
    coalesce(attnum = any(indkey::smallint[]), false) as "primary", col_description(pg_class.oid, attnum) as comment
  from pg_class
  join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
  left join pg_index on indrelid = pg_class.oid and indisprimary
  where relnamespace = $1::regnamespace and relkind in ('r', 'p', 'v') and not relispartition and relname !~ '${NOT_OURS}'
  order by relname collate "C", attnum`;

const FOREIGN_KEYS = `
  select conrelid::regclass::text as table, attname as column, confrelid::regclass::text as target
  from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
  where connamespace = $1::regnamespace and contype = 'f'
  order by 1, 2`;

interface ColumnRow extends Column {
  readonly table: string;
  readonly view: boolean;
  readonly tableComment: string | null;
}

/** Tables, columns, keys and comments of a schema, as the database has them; tables in the order of their names. */
export async function readSchema(database: Database, name: string): Promise<Schema> {
  const rows = await database.query<ColumnRow>(COLUMNS, [name]);
  const tables = new Map<string, Table & { columns: Column[] }>();
  for (const { table, view, tableComment, ...column } of rows) {
    const known = tables.get(table) ?? { name: table, view, comment: tableComment, columns: [] };
    known.columns.push(column);
    tables.set(table, known);
  }
  const unqualified = (table: string): string => table.slice(table.indexOf(".") + 1);
  const keys = await database.query<ForeignKey>(FOREIGN_KEYS, [name]);
  const foreignKeys = keys.map(({ table, column, target }) => ({
    table: unqualified(table),
    column,
    target: unqualified(target),
  }));
  return { name, tables: [...tables.values()], foreignKeys };
}

/** Names of tables (`table`) and columns (`table.column`) without a description. */
export function undescribed({ name, tables }: Schema): string[] {
  return tables.flatMap((table) => [
    ...(table.comment === null ? [`${name}.${table.name}`] : []),
    ...table.columns
      .filter(({ comment }) => comment === null)
      .map((column) => `${name}.${table.name}.${column.name}`),
  ]);
}
