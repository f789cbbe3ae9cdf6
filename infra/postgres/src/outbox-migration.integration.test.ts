import { BatchWriter, type OutboxRecord, type RecordBatch, recordsOf } from "@interlude/stage";
import { describe, expect, it } from "vitest";
import { addToOutbox, readOutbox } from "./outbox.js";
import { migrateTo } from "./testing/migrate-to.js";
import { testServiceDatabase } from "./testing/service-database.js";

const { administration, database } = testServiceDatabase("graph");

const migrate = (migration: string): Promise<void> =>
  migrateTo(administration, "graph", { part: "stage", migration });
const RECORDS = "0002_comments";
const BATCHES = "0003_outbox_batches";
const RECORD_HEADERS = "0004_outbox_record_headers";

/** What waits, without the ids of the rows. */
async function waitingBatches(): Promise<RecordBatch[]> {
  const session = await database.session();
  const batches = await readOutbox(session, 0n, 1_000_000);
  session.release();
  return batches.map(({ id: _id, ...batch }) => batch);
}

describe("the migration that puts records of the outbox together", () => {
  it("keeps those that wait, in order and byte for byte, both ways", async () => {
    const waiting = [
      { key: Buffer.from("a"), value: Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)) },
      { key: Buffer.alloc(0), value: null },
      { key: null, value: Buffer.alloc(0) },
      { key: Buffer.from("d"), value: Buffer.alloc(20_000, 1) },
    ];
    await migrate(RECORDS);
    for (const { key, value } of waiting) {
      await database.query(
        "insert into outbox (topic, partition, key, value, headers) values ('t', 3, $1, $2, '{\"h\": \"1\"}')",
        [key, value],
      );
    }
    await migrate(BATCHES);
    const batches = await waitingBatches();
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
    await migrate(RECORDS);
    const rows = await database.query("select key, value from outbox order by id");
    expect(rows).toEqual([...waiting, ...waiting]);
    await database.query("delete from outbox");
  });
});

describe("the migration that lets a record have headers of its own", () => {
  it("keeps those that wait both ways, in order: a record a row when it is undone", async () => {
    await migrate(RECORD_HEADERS);
    const [key, value] = [Buffer.from([0, 255]), Buffer.alloc(300, 2)];
    const records: OutboxRecord[] = [
      { key, value },
      { key, value: null, headers: { reason: 'a "quoted"\\ \u{1F3B7} reason', epoch: "of its own" } },
      { key: null, value: Buffer.alloc(0), headers: {} },
      { key: Buffer.alloc(0), value },
    ];
    const written: RecordBatch[] = [];
    const headers = { epoch: "1" };
    const writer = new BatchWriter({ topic: "t", partition: 3, headers }, (batch) => written.push(batch));
    for (const record of records) writer.add(record);
    writer.flush();
    const marker = { topic: "t", partition: 3, headers: { marker: "1" }, count: 1 };
    const batches = [...written, { ...marker, records: recordsOnly({ key, value }) }];
    await database.transaction((transaction) => addToOutbox(transaction, batches));
    await migrate(BATCHES);
    const found = await waitingBatches();
    expect(found.flatMap(recordsOf)).toEqual([...records, { key, value }].map(withoutHeaders));
    expect(found.map((batch) => batch.headers)).toEqual([
      ...records.map((record) => ({ ...record.headers, ...headers })),
      marker.headers,
    ]);
    await migrate(RECORD_HEADERS);
    expect(await waitingBatches()).toEqual(found);
  });
});

function withoutHeaders({ key, value }: OutboxRecord): OutboxRecord {
  return { key, value };
}

/** The frame of one record. */
function recordsOnly(record: OutboxRecord): Buffer {
  let records = Buffer.alloc(0);
  const writer = new BatchWriter({ topic: "t", partition: 0, headers: {} }, (batch) => {
    records = Buffer.from(batch.records);
  });
  writer.add(record);
  writer.flush();
  return records;
}
