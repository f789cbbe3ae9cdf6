import type { Database } from "@interlude/infra-postgres";

const TABLES = ["outbox", "stage_positions", "stage_state"] as const;
type Measured<Value> = Readonly<Record<(typeof TABLES)[number], Value>>;

/** What many transactions leave behind in a stage's tables. */
export interface TableHealth {
  /** Row versions that no transaction needs and that are not cleared away yet, as the server counts them. */
  readonly deadTuples: Measured<number>;
  /** Of the table with its indexes. */
  readonly bytes: Measured<number>;
}

/** Asks the server; its counts are some hundred milliseconds old. */
export async function tableHealth(database: Database): Promise<TableHealth> {
  const rows = await database.query<{ relname: keyof TableHealth["bytes"]; dead: number; bytes: number }>(
    `select relname, n_dead_tup as dead, pg_total_relation_size(relid) as bytes
     from pg_stat_user_tables where schemaname = current_schema() and relname = any($1)`,
    [[...TABLES]],
  );
  const measured = (value: (row: (typeof rows)[number]) => number): Measured<number> =>
    Object.fromEntries(rows.map((row) => [row.relname, value(row)])) as Measured<number>;
  return { deadTuples: measured(({ dead }) => dead), bytes: measured(({ bytes }) => bytes) };
}
