import type { AnyRowChange } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { MirrorTable } from "./mirror-table.js";
import type { MirroredRow } from "./mirrored-row.js";

/** Writes mirrors: one guarded upsert for all rows of a batch. */
@Injectable()
export class MirrorRepository {
  /**
   * @param rows at most one a key
   * @param untouched whether nothing was ever derived, so that what is applied follows the row
   */
  async write<Change extends AnyRowChange>(
    transaction: Transaction,
    mirror: MirrorTable<Change>,
    rows: readonly MirroredRow[],
    untouched: boolean,
  ): Promise<void> {
    await transaction.query(upsert(mirror, untouched), [JSON.stringify(rows)]);
  }
}

/**
 * Rows travel as one JSON text: a round trip a batch, and serialised natively. They are written in key order, so that
 * writers that meet in a table wait for each other in one direction only.
 */
function upsert(
  mirror: Pick<MirrorTable, "table" | "key" | "columns" | "applied">,
  untouched: boolean,
): string {
  const { table, key, columns, applied } = mirror;
  const guard = ["source_sequence", "source_position"];
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
    insert into ${table} (${targets.join(", ")})
    select ${sources.join(", ")}
    from json_to_recordset($1) as incoming (${definition.join(", ")})
    order by ${key.join(", ")}
    on conflict (${key.join(", ")}) do update set ${assignments.join(", ")}
    where (${guard.map((name) => `${table}.${name}`).join(", ")})
        < (${guard.map((name) => `excluded.${name}`).join(", ")})`;
}
