import type { AnyRowChange } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { arrayText } from "./array-text.js";
import { inputColumns, guardedUpsert } from "./guarded-upsert.js";
import type { MirrorTable } from "./mirror-table.js";
import type { MirroredRow } from "./mirrored-row.js";

/** Writes mirrors: one guarded upsert for all rows of a batch, which also marks what the rows change. */
@Injectable()
export class MirrorRepository {
  /** @param rows at most one a key */
  async write<Change extends AnyRowChange>(
    transaction: Transaction,
    mirror: MirrorTable<Change>,
    rows: readonly MirroredRow[],
  ): Promise<void> {
    if (rows.length === 0) return;
    const arrays = Object.keys(inputColumns(mirror)).map((column) =>
      arrayText(rows.map((row) => row[column]!)),
    );
    await transaction.query(guardedUpsert(mirror), arrays);
  }
}
