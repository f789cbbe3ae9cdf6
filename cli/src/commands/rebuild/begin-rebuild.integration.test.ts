import { MARKER_HEADER, catalogue, topics } from "@interlude/contracts";
import { Database, PostgresStageStore, operatorDatabaseUrl } from "@interlude/infra-postgres";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { BatchWriter, type OutgoingRecord, type RecordBatch } from "@interlude/stage";
import { MemoryEventLog, createMemoryCodec } from "@interlude/stage/testing";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { beginRebuild } from "./rebuild.js";

const artist = topics.graphArtists.name;

let scoring: TestDatabase;
let operator: Database;
let log: MemoryEventLog;
const namespace: Parameters<typeof beginRebuild>[0] = {
  openDatabase: () => new Database({ url: operatorDatabaseUrl(scoring.administration), application: "test" }),
  reading: (work) => work(log, createMemoryCodec()),
};

beforeAll(async () => {
  scoring = await createTestDatabase(inject("stack"), "scoring");
  operator = namespace.openDatabase();
  log = new MemoryEventLog();
  await log.createTopics(
    catalogue.map(({ name, partitions, cleanup, retentionMs }) => ({
      name,
      partitions,
      cleanup,
      retentionMs,
    })),
  );
});
afterAll(async () => {
  await operator.close();
  await scoring.dispose();
});

function candidate(key: string, value: string | null): OutgoingRecord {
  const bytes = value === null ? null : Buffer.from(value);
  return { topic: topics.candidates.name, partition: 0, key: Buffer.from(key), value: bytes, headers: {} };
}

/** Has a stage that has read some of a topic, in its own schema. */
async function read(service: string, topic: string, nextOffset: number): Promise<void> {
  await operator.query(
    `insert into ${service}.stage_positions (topic, partition, next_offset) values ($1, 0, $2)
     on conflict (topic, partition) do update set next_offset = excluded.next_offset`,
    [topic, nextOffset],
  );
}

async function publish(...records: OutgoingRecord[]): Promise<void> {
  const batches: RecordBatch[] = [];
  const writer = new BatchWriter({ topic: topics.candidates.name, partition: 0, headers: {} }, (batch) =>
    batches.push(batch),
  );
  for (const { key, value } of records) writer.add({ key, value });
  writer.flush();
  const store = new PostgresStageStore(scoring.database);
  await store.transaction((transaction) => store.addToOutbox(transaction, batches));
}

describe("the beginning of a rebuild", () => {
  it("empties the tables, notes what the outputs have, and has the graph say everything again", async () => {
    await log.append([
      candidate("a:b", "1"),
      candidate("c:d", "1"),
      candidate("e:f", "1"),
      candidate("e:f", null),
      { ...candidate("~marker", "m"), headers: { [MARKER_HEADER]: "1" } },
      ...Array.from({ length: 5 }, () => ({ ...candidate("x", "1"), topic: topics.graphDeltas.name })),
    ]);
    await publish(candidate("c:d", null), candidate("g:h", "1"));
    await read("scoring", topics.graphDeltas.name, 4);
    await read("scoring", artist, 0);
    await operator.query("insert into scoring.artists values (gen_random_uuid(), 'name')");
    await operator.query("update scoring.stage_state set completed_epoch = 9");
    const begun = await beginRebuild(namespace, "scoring");
    expect(begun).toEqual({ service: "scoring", afterEpoch: 9, keys: 2 });
    expect(
      await operator.query(
        `select topic, next_offset, replay_until, marker from scoring.stage_positions order by topic`,
      ),
    ).toEqual([
      { topic: artist, next_offset: 0, replay_until: 0, marker: null },
      { topic: topics.graphDeltas.name, next_offset: 0, replay_until: 4, marker: null },
    ]);
    const keys = await operator.query<{ key: Buffer }>("select key from scoring.rebuild_keys order by key");
    expect(keys.map(({ key }) => key.toString())).toEqual(["a:b", "g:h"]);
    expect(await operator.query("select from scoring.artists")).toEqual([]);
    expect(await operator.query("select snapshot_requested from graph.graph_state")).toEqual([
      { snapshot_requested: true },
    ]);
  });

  it("is refused where an input has lost its beginning, with the way out", async () => {
    const input = topics.popularitySignals.name;
    await read("normalization", input, 3);
    await operator.query("insert into normalization.dirty values ('artist', '1')");
    vi.spyOn(log, "beginOffsets").mockResolvedValue(new Map([[`${input}/0`, 2n]]));
    await expect(beginRebuild(namespace, "normalization")).rejects.toMatchObject({
      code: "REBUILD_REFUSED",
      message: expect.stringContaining("interlude rebuild normalization --until-dump --yes"),
    });
    expect(await operator.query("select next_offset from normalization.stage_positions")).toEqual([
      { next_offset: 3 },
    ]);
    await beginRebuild(namespace, "normalization", { untilDump: true });
    expect(await operator.query("select next_offset from normalization.stage_positions")).toEqual([
      { next_offset: 0 },
    ]);
    expect(await operator.query("select kind from normalization.dirty")).toEqual([{ kind: "artist" }]);
  });
});
