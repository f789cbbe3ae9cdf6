import type { Transaction } from "@interlude/infra-postgres";
import {
  type MirrorLayout,
  SOURCE_VERSION,
  inputColumns,
  comparedColumns,
  markedValue,
  qualified,
} from "../guarded-upsert.js";
import { shadowOf } from "./shadow-table.js";

/**
 * Merges what a mirror holds into the loaded shadow that replaces it, and marks what changed.
 *
 * A dump is complete as of its sequence: a row that it lacks was deleted, and stays as a tombstone of that sequence, so
 * that no older change brings it back. Rows that the mirror has from later than the dump stay as they are. Derived tables
 * are brought up to date by the differences. One pass over both tables finds those; the rest is proportional to them.
 *
 * @param isFirst whether nothing was ever derived, so that nothing is marked
 */
export async function mergeDump(
  transaction: Transaction,
  mirror: MirrorLayout,
  sequence: number,
  isFirst: boolean,
): Promise<void> {
  await transaction.query(findDifferences(mirror), [sequence]);
  await transaction.query("analyze load_differences");
  if (!isFirst && mirror.mark !== null) await transaction.query(markDifferences(mirror.mark));
  await transaction.query(dropOutdated(mirror));
  await transaction.query(keepMirrored(mirror), [sequence]);
  await transaction.query("drop table load_differences");
}

/**
 * `missing`: the dump lacks the row. `newer`: the mirror has it from later. `gone`: it was there and is not any more.
 * `touched`: something that follows from it may change.
 */
function findDifferences(mirror: MirrorLayout): string {
  const { table, key, mark } = mirror;
  const compared = comparedColumns(mirror);
  const [one] = key;
  const differs = `(${qualified("mirrored", compared)}) is distinct from (${qualified("loaded", compared)})`;
  const isNewer = `(${qualified("mirrored", SOURCE_VERSION)}) > (${qualified("loaded", SOURCE_VERSION)})`;
  const isGone = `loaded.${one} is null and not mirrored.deleted and mirrored.source_sequence < $1`;
  return `
    create temp table load_differences on commit drop as
    select ${key.map((column) => `coalesce(mirrored.${column}, loaded.${column}) as ${column}`).join(", ")},
      ${mark === null ? "null" : `mirrored.${mark.column}`} as mark_before,
      ${mark === null ? "null" : `loaded.${mark.column}`} as mark_after,
      ${mark?.value === undefined ? "null" : markedValue("mirrored", mark.value)} as before,
      ${mark?.value === undefined ? "null" : markedValue("loaded", mark.value)} as after,
      loaded.${one} is null as missing,
      coalesce(${isNewer}, false) as newer,
      ${isGone} as gone,
      coalesce(case when loaded.${one} is null then ${isGone} else not ${isNewer} and ${differs} end, true) as touched
    from ${table} as mirrored full join ${shadowOf(table)} as loaded using (${key.join(", ")})
    where mirrored.${one} is null or loaded.${one} is null or ${differs} or ${isNewer}`;
}

function markDifferences({ kind, value }: NonNullable<MirrorLayout["mark"]>): string {
  if (value !== undefined) {
    return `
      insert into dirty (kind, key, before, after)
      select '${kind}', coalesce(mark_before, mark_after)::text, before, after from load_differences where touched`;
  }
  return `
    insert into dirty (kind, key)
    select '${kind}', mark_before::text from load_differences where touched and mark_before is not null
    union
    select '${kind}', mark_after::text from load_differences where touched and mark_after is not null`;
}

function dropOutdated({ table, key }: MirrorLayout): string {
  return `
    delete from ${shadowOf(table)} as loaded using load_differences as difference
    where ${sameKey(key, "loaded")} and newer`;
}

function keepMirrored(mirror: MirrorLayout): string {
  const { table, key, columns } = mirror;
  const sources = [
    ...Object.keys(columns).map((column) => `mirrored.${column}`),
    "case when gone then $1 else mirrored.source_sequence end",
    "case when gone then 0 else mirrored.source_position end",
    "mirrored.deleted or gone",
  ];
  return `
    insert into ${shadowOf(table)} (${Object.keys(inputColumns(mirror)).join(", ")})
    select ${sources.join(", ")}
    from ${table} as mirrored join load_differences as difference on ${sameKey(key, "mirrored")}
    where missing or newer`;
}

function sameKey(key: readonly string[], table: string): string {
  return key.map((column) => `${table}.${column} = difference.${column}`).join(" and ");
}
