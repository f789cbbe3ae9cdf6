import { expect, it } from "vitest";
import { PostgresOutbox } from "./outbox.js";
import { testServiceDatabase } from "./testing/service-database.js";

const ROWS = 20_000;

const { database } = testServiceDatabase("graph");

it("stays as large as what waits, however much is relayed before autovacuum comes round", async () => {
  await database.query("alter table outbox set (autovacuum_enabled = false)");
  const lease = (await new PostgresOutbox(database).acquire())!;
  const relayed = async (): Promise<number> => {
    const rows = await database.query<{ id: string }>(
      `insert into outbox (topic, partition, headers, count, records)
       select 't', 0, '{}', 1, 'a record' from generate_series(1, $1) returning id`,
      [ROWS],
    );
    await lease.delete(
      rows.map(({ id }) => ({ id: BigInt(id) })),
      new Map(),
    );
    const [table] = await database.query<{ bytes: number }>("select pg_table_size('outbox') as bytes");
    return table!.bytes;
  };
  const sizes: number[] = [];
  try {
    for (let round = 0; round < 4; round++) sizes.push(await relayed());
  } finally {
    await lease.release();
  }
  // What a round deletes, the next writes over.
  expect(Math.max(...sizes)).toBeLessThan(1.5 * sizes[0]!);
});
