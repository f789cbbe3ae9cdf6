import type { MirrorTable } from "./mirror-table.js";

/** What the statements are made from; which changes a mirror reads does not matter to them. */
export type MirrorLayout = Pick<MirrorTable, "table" | "key" | "columns" | "mark">;

/** Which change wrote a row: packet sequence, position in apply order. Of two changes the later one wins. */
export const SOURCE_VERSION = ["source_sequence", "source_position"] as const;

/** Columns that are written for a row, with their PostgreSQL types. */
export function inputColumns({ columns }: Pick<MirrorLayout, "columns">): Record<string, string> {
  const types = Object.entries(columns).map(([name, type]) => [name, type.replace("?", "")]);
  return {
    ...Object.fromEntries(types),
    source_sequence: "bigint",
    source_position: "bigint",
    deleted: "boolean",
  };
}

/** Columns whose change is a change of the row: all but its key and its source version. */
export function comparedColumns({ columns, key }: Pick<MirrorLayout, "columns" | "key">): string[] {
  return [...Object.keys(columns).filter((name) => !key.includes(name)), "deleted"];
}

/** Columns qualified by their table: `table.one, table.other`. */
export function qualified(table: string, columns: readonly string[]): string {
  return columns.map((column) => `${table}.${column}`).join(", ");
}

/**
 * One statement for all rows of a batch: writes each if it is newer than the one there, and marks what the rows that
 * this changed are about and were about before. Takes one array a column, in the order of `inputColumns`. Rows
 * are written in key order, so that writers that meet in a table wait for each other in one direction only.
 */
export function guardedUpsert(mirror: MirrorLayout): string {
  const { table, key, mark } = mirror;
  const types = inputColumns(mirror);
  const names = Object.keys(types);
  const arrays = Object.values(types).map((type, at) => `$${at + 1}::${type}[]`);
  const assignments = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
  const upsert = `
    insert into ${table} (${names.join(", ")})
    select * from unnest(${arrays.join(", ")}) as rows (${names.join(", ")}) order by ${key.join(", ")}
    on conflict (${key.join(", ")}) do update set ${assignments.join(", ")}
    where (${qualified(table, SOURCE_VERSION)}) < (${qualified("excluded", SOURCE_VERSION)})`;
  return mark === null ? upsert : withMarks(upsert, mark, comparedColumns(mirror));
}

/** A column of `row` as a mark keeps it: what a derivation makes of the row; empty if it makes nothing. */
export function markedValue(row: string, column: string): string {
  return `case when ${row}.deleted then '' else coalesce(${row}.${column}::text, '') end`;
}

/** Before the first derivation, which takes everything, nothing is marked. */
function withMarks(
  upsert: string,
  { kind, column, value }: NonNullable<MirrorLayout["mark"]>,
  compared: readonly string[],
): string {
  const returned =
    value === undefined
      ? `old.${column} as before, new.${column} as after`
      : `new.${column} as key, ${markedValue("old", value)} as before, ${markedValue("new", value)} as after`;
  const marks =
    value === undefined
      ? `insert into dirty (kind, key)
      select '${kind}', before::text from written where changed and before is not null and exists (select from derivation)
      union
      select '${kind}', after::text from written where changed and exists (select from derivation)`
      : `insert into dirty (kind, key, before, after)
      select '${kind}', key::text, before, after from written where changed and exists (select from derivation)`;
  return `
    with written as (
      ${upsert}
      returning ${returned}, (${qualified("old", compared)}) is distinct from (${qualified("new", compared)}) as changed
    )
    ${marks}`;
}
