import { recordsOf } from "@interlude/stage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "./database.js";
import { dropDatabase, prepareDatabase, serviceDatabaseUrl } from "./namespace-database.js";
import { PostgresOutbox } from "./outbox.js";
import { testAdministration } from "./testing/administration.js";
import { migrateOne } from "./testing/one-migration.js";

const administration = testAdministration();
const url = serviceDatabaseUrl(administration, "graph");
let database: Database;

beforeAll(async () => {
  await prepareDatabase(administration);
  database = new Database({ url, application: "test" });
});
afterAll(async () => {
  await database.close();
  await dropDatabase(administration);
});

const migrate = (direction: "up" | "down"): Promise<void> =>
  migrateOne(administration, "graph", { direction, part: "stage", file: "0003_outbox_batches" });

describe("the migration that puts records of the outbox together", () => {
  it("keeps those that wait, in order and byte for byte, both ways", async () => {
    const waiting = [
      { key: Buffer.from("a"), value: Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)) },
      { key: Buffer.alloc(0), value: null },
      { key: null, value: Buffer.alloc(0) },
      { key: Buffer.from("d"), value: Buffer.alloc(20_000, 1) },
    ];
    await migrate("down");
    for (const { key, value } of waiting) {
      await database.query(
        "insert into outbox (topic, partition, key, value, headers) values ('t', 3, $1, $2, '{\"h\": \"1\"}')",
        [key, value],
      );
    }
    await migrate("up");
    const lease = (await new PostgresOutbox(database).acquire())!;
    const batches = await lease.read(0n, 1_000_000);
    await lease.release();
    expect(batches.map(({ topic, partition, headers }) => ({ topic, partition, headers }))).toEqual(
      waiting.map(() => ({ topic: "t", partition: 3, headers: { h: "1" } })),
    );
    expect(batches.flatMap(recordsOf)).toEqual(waiting);
    // As one that was written since has several records in a row.
    await database.query(
      `insert into outbox (topic, partition, headers, count, records)
       select topic, partition, headers, 4, string_agg(records, ''::bytea order by id)
       from outbox group by topic, partition, headers`,
    );
    await migrate("down");
    const rows = await database.query("select key, value from outbox order by id");
    expect(rows).toEqual([...waiting, ...waiting]);
    await migrate("up");
  });
});
