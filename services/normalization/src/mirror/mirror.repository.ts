import type { AnyRowChange } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { MirrorTable } from "./mirror-table.js";
import { mirrors } from "./mirror-tables.js";
import type { MirroredRow } from "./mirrored-row.js";

/** What the statements are made from; which changes a mirror reads does not matter to them. */
type Layout = Pick<MirrorTable, "table" | "key" | "columns" | "mark" | "applied">;

/** Columns that say which change wrote a row; of two changes the one with the greater values wins. */
const PLACE = ["source_sequence", "source_position"];

/** Writes mirrors: one guarded upsert for all rows of a batch, which also marks what the rows change. */
@Injectable()
export class MirrorRepository {
  /**
   * @param rows at most one a key
   * @param untouched whether nothing was ever derived, so that what is applied follows the row and nothing is marked
   */
  async write<Change extends AnyRowChange>(
    transaction: Transaction,
    mirror: MirrorTable<Change>,
    rows: readonly MirroredRow[],
    untouched: boolean,
  ): Promise<void> {
    await transaction.query(upsert(mirror, untouched), [JSON.stringify(rows)]);
  }

  /**
   * Deletes the rows of all mirrors that were last written before a replication sequence, and marks what they touch:
   * what a dump of that sequence does not name does not exist. They stay as tombstones of that sequence, so that
   * nothing older brings them back.
   */
  async deleteBefore(transaction: Transaction, sequence: number): Promise<void> {
    for (const mirror of Object.values(mirrors)) {
      await transaction.query(deletionBefore(mirror), [sequence]);
    }
    // A dump may have marked much more than packets do, which the planner cannot know.
    await transaction.query("analyze dirty");
  }
}

/**
 * Rows travel as one JSON text: a round trip a batch, and serialised natively. They are written in key order, so that
 * writers that meet in a table wait for each other in one direction only.
 */
function upsert(mirror: Layout, untouched: boolean): string {
  const { table, key, columns, applied } = mirror;
  const types = { ...columns, source_sequence: "bigint", source_position: "bigint", deleted: "boolean" };
  const names = Object.keys(types);
  const definition = Object.entries(types).map(([name, type]) => `${name} ${type.replace("?", "")}`);
  const targets = [...names];
  const sources = [...names];
  if (untouched && applied !== undefined) {
    targets.push(applied.column);
    sources.push(`case when deleted then null else ${applied.from} end`);
  }
  const assignments = targets
    .filter((name) => !key.includes(name))
    .map((name) => `${name} = excluded.${name}`);
  return `
    with incoming as materialized (select * from json_to_recordset($1) as rows (${definition.join(", ")}))
    ${untouched ? "" : marking(mirror)}
    insert into ${table} (${targets.join(", ")})
    select ${sources.join(", ")} from incoming order by ${key.join(", ")}
    on conflict (${key.join(", ")}) do update set ${assignments.join(", ")}
    where (${of(table, PLACE)}) < (${of("excluded", PLACE)})`;
}

/**
 * Marks what rows are about and were about before. Looked up in the mirror, because a dump does not say what its rows
 * replace; and only where something changes, so that a dump over an existing catalogue costs what it changes.
 */
function marking({ table, key, columns, mark }: Layout): string {
  if (mark === null) return "";
  const compared = [...Object.keys(columns).filter((name) => !key.includes(name)), "deleted"];
  return `,
    touched as (
      select standing.${mark.column} as before, incoming.${mark.column} as after
      from incoming left join ${table} as standing using (${key.join(", ")})
      where standing.deleted is null
        or (${of("standing", PLACE)}) < (${of("incoming", PLACE)})
          and (${of("standing", compared)}) is distinct from (${of("incoming", compared)})
    ),
    marked as (
      insert into dirty (kind, key)
      select '${mark.kind}', before::text from touched where before is not null
      union
      select '${mark.kind}', after::text from touched
    )`;
}

function deletionBefore({ table, mark }: Layout): string {
  const deletion = `
    update ${table} set deleted = true, source_sequence = $1, source_position = 0
    where source_sequence < $1 and not deleted`;
  if (mark === null) return deletion;
  return `
    with gone as (${deletion} returning ${mark.column} as key)
    insert into dirty (kind, key) select distinct '${mark.kind}', key::text from gone`;
}

function of(table: string, columns: readonly string[]): string {
  return columns.map((column) => `${table}.${column}`).join(", ");
}
