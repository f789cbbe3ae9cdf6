import type { OutputKey, RebuildStore } from "@interlude/stage";
import type { Transaction } from "./transaction.js";

/** The keys that a stage's compacted outputs had when its rebuild began, in its own schema. */
export class PostgresRebuildKeys implements RebuildStore<Transaction> {
  async isPending(transaction: Transaction): Promise<boolean> {
    const [row] = await transaction.query<{ pending: boolean }>(
      "select exists (select from rebuild_keys) as pending",
    );
    return row!.pending;
  }

  async forget(transaction: Transaction, keys: readonly OutputKey[]): Promise<void> {
    await transaction.query(
      `delete from rebuild_keys using unnest($1::text[], $2::bytea[]) as published (topic, key)
       where rebuild_keys.topic = published.topic and rebuild_keys.key = published.key`,
      [keys.map(({ topic }) => topic), keys.map(({ key }) => key)],
    );
  }

  take(transaction: Transaction, limit: number): Promise<OutputKey[]> {
    return transaction.query<OutputKey>(
      `with taken as (
         delete from rebuild_keys using (select topic, key from rebuild_keys order by topic, key limit $1) as first
         where rebuild_keys.topic = first.topic and rebuild_keys.key = first.key
         returning rebuild_keys.topic, rebuild_keys.key
       )
       select topic, key from taken order by topic, key`,
      [limit],
    );
  }
}
