import type { MirrorTable } from "./mirror-table.js";

/** What the statements are made from; which changes a mirror reads does not matter to them. */
export type MirrorLayout = Pick<MirrorTable, "table" | "key" | "columns" | "mark">;

/** Columns that say which change wrote a row; of two changes the one with the greater values wins. */
export const PLACE = ["source_sequence", "source_position"] as const;

/** Columns of a mirror that rows bring, with their PostgreSQL types. */
export function broughtColumns({ columns }: Pick<MirrorLayout, "columns">): Record<string, string> {
  const types = Object.entries(columns).map(([name, type]) => [name, type.replace("?", "")]);
  return {
    ...Object.fromEntries(types),
    source_sequence: "bigint",
    source_position: "bigint",
    deleted: "boolean",
  };
}

/** Columns whose change is a change of the row: all but its key and its place in the stream. */
export function comparedColumns({ columns, key }: Pick<MirrorLayout, "columns" | "key">): string[] {
  return [...Object.keys(columns).filter((name) => !key.includes(name)), "deleted"];
}

/** `table.one, table.other` */
export function of(table: string, columns: readonly string[]): string {
  return columns.map((column) => `${table}.${column}`).join(", ");
}

/**
 * One statement for all rows of a batch: marks what they are about and were about before, then writes each where it is
 * newer than what stands there. Takes one array a column, in the order of `broughtColumns`. Rows are written in key
 * order, so that writers that meet in a table wait for each other in one direction only.
 */
export function guardedUpsert(mirror: MirrorLayout): string {
  const { table, key } = mirror;
  const types = broughtColumns(mirror);
  const names = Object.keys(types);
  const arrays = Object.values(types).map((type, at) => `$${at + 1}::${type}[]`);
  const assignments = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
  return `
    with incoming as materialized (select * from unnest(${arrays.join(", ")}) as rows (${names.join(", ")}))
    ${marking(mirror)}
    insert into ${table} (${names.join(", ")})
    select ${names.join(", ")} from incoming order by ${key.join(", ")}
    on conflict (${key.join(", ")}) do update set ${assignments.join(", ")}
    where (${of(table, PLACE)}) < (${of("excluded", PLACE)})`;
}

/** A column of `row` as a mark keeps it: what a derivation has made of the row; empty where it made nothing. */
export function markedBefore(row: string, column: string): string {
  return `case when ${row}.deleted then '' else coalesce(${row}.${column}::text, '') end`;
}

/**
 * Looks rows up in the mirror, because not every change says what it replaces; marks only where something changes. The
 * limit keeps it a look-up a row: the planner, who cannot know how many rows come, would now and then read the whole
 * mirror for them. Before the first derivation, which takes everything, nothing is looked up or marked.
 */
function marking(mirror: MirrorLayout): string {
  const { table, key, mark } = mirror;
  if (mark === null) return "";
  const compared = comparedColumns(mirror);
  const sameKey = key.map((column) => `${table}.${column} = incoming.${column}`).join(" and ");
  const { kind, column, before } = mark;
  const marks =
    before === undefined
      ? `insert into dirty (kind, key)
      select '${kind}', before::text from touched where before is not null and exists (select from derivation)
      union
      select '${kind}', after::text from touched where exists (select from derivation)`
      : `insert into dirty (kind, key, before)
      select '${kind}', after::text, before from touched where exists (select from derivation)`;
  return `,
    touched as (
      select incoming.${column} as after,
        ${before === undefined ? `standing.${column}` : markedBefore("standing", before)} as before
      from incoming left join lateral (select * from ${table} where ${sameKey} limit 1) as standing on true
      where standing.deleted is null
        or (${of("standing", PLACE)}) < (${of("incoming", PLACE)})
          and (${of("standing", compared)}) is distinct from (${of("incoming", compared)})
    ),
    marked as (
      ${marks}
    )`;
}
