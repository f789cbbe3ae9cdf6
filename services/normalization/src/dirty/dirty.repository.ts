import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { type Mark, distinctMarks } from "./mark.js";

/** The marks of the open epoch. */
@Injectable()
export class DirtyRepository {
  async mark(transaction: Transaction, marks: Iterable<Mark>): Promise<void> {
    const distinct = distinctMarks(marks);
    if (distinct.length === 0) return;
    await transaction.query(
      "insert into dirty (kind, key) select kind, key from json_to_recordset($1) as marks (kind text, key text)",
      [JSON.stringify(distinct)],
    );
  }

  async clear(transaction: Transaction): Promise<void> {
    await transaction.query("delete from dirty");
  }
}
