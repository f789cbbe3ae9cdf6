import type { AnyRowChange } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { arrayText } from "./array-text.js";
import { type MirrorLayout, broughtColumns, guardedUpsert, of } from "./guarded-upsert.js";
import type { MirrorTable } from "./mirror-table.js";
import { mirrors } from "./mirror-tables.js";
import type { MirroredRow } from "./mirrored-row.js";

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
    if (rows.length === 0) return;
    const arrays = Object.keys(broughtColumns(mirror)).map((column) =>
      arrayText(rows.map((row) => row[column]!)),
    );
    await transaction.query(guardedUpsert(mirror, untouched), arrays);
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

function deletionBefore({ table, mark }: MirrorLayout): string {
  const deletion = `
    update ${table} set deleted = true, source_sequence = $1, source_position = 0
    where source_sequence < $1 and not deleted`;
  if (mark === null) return deletion;
  return `
    with gone as (${deletion} returning ${of(table, [mark.column])} as key)
    insert into dirty (kind, key) select distinct '${mark.kind}', key::text from gone`;
}
