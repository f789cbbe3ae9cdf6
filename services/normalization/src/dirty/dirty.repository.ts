import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { type Mark, distinctMarks } from "./mark.js";

/** Of several marks of a thing, the first has the value of the last derivation, and the last the current one. */
const GATHERED = `
  create temp table work_dirty on commit drop as
  with gathered as (
    select kind, key, array_agg(before order by place nulls first) filter (where before is not null) as befores,
      array_agg(after order by place nulls first) filter (where before is not null) as afters
    from dirty group by kind, key
  )
  select kind, key, befores[1] as before, afters[cardinality(afters)] as after from gathered`;

/** The marks of the open epoch. */
@Injectable()
export class DirtyRepository {
  /** Before the first derivation, which takes everything, nothing is marked. */
  async mark(transaction: Transaction, marks: Iterable<Mark>): Promise<void> {
    const distinct = distinctMarks(marks);
    if (distinct.length === 0) return;
    await transaction.query(
      `insert into dirty (kind, key)
       select kind, key from json_to_recordset($1) as marks (kind text, key text)
       where exists (select from derivation)`,
      [JSON.stringify(distinct)],
    );
  }

  /** Puts every marked thing into `work_dirty`, once. */
  async gather(transaction: Transaction): Promise<void> {
    await transaction.run([GATHERED, "analyze work_dirty"]);
  }

  async clear(transaction: Transaction): Promise<void> {
    await transaction.query("delete from dirty");
  }
}
