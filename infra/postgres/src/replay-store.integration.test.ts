import type { RejectedRecord } from "@interlude/stage";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Database } from "./database.js";
import { dropDatabase, prepareDatabase, serviceDatabaseUrl } from "./namespace-database.js";
import { StageRebuild, rebuildProgress } from "./rebuild.js";
import { PostgresStageStore } from "./stage-store.js";
import { testAdministration } from "./testing/administration.js";

const administration = testAdministration();
let database: Database;
let store: PostgresStageStore;

beforeAll(async () => {
  await prepareDatabase(administration);
  database = new Database({ url: serviceDatabaseUrl(administration, "graph"), application: "test" });
  store = new PostgresStageStore(database);
});
afterAll(async () => {
  await database.close();
  await dropDatabase(administration);
});
beforeEach(() => database.query("truncate dead_letters, rebuild_keys, stage_positions restart identity"));

function rejected(key: string, offset: bigint, topic = "some"): RejectedRecord {
  const record = {
    topic,
    partition: 3,
    offset,
    key: Buffer.from(key),
    value: Buffer.from([0, 255]),
    headers: { a: "ü" },
  };
  return { record, code: "CODE", reason: "a reason", epoch: 7 };
}

async function keep(...letters: RejectedRecord[]): Promise<void> {
  await store.transaction((transaction) => store.keepDeadLetters(transaction, letters));
}

async function statuses(): Promise<string[]> {
  const rows = await database.query<{ status: string }>("select status from dead_letters order by id");
  return rows.map(({ status }) => status);
}

const request = (): Promise<unknown> => database.query("update dead_letters set status = 'requested'");

describe("dead letters in PostgreSQL", () => {
  it("are handed out whole, once, in the order of their offsets", async () => {
    await keep(rejected("b", 9n), rejected("a", 2n));
    expect(await store.replay.nextRequested()).toBeNull();
    await request();
    const next = await store.replay.nextRequested();
    expect(next).toEqual({ id: 2, topic: "some", partition: 3 });
    await store.transaction(async (transaction) => {
      const record = await store.replay.take(transaction, 2);
      expect(record).toMatchObject(rejected("a", 2n).record);
      expect(await store.replay.take(transaction, 2)).toBeNull();
    });
    expect(await statuses()).toEqual(["requested", "replayed"]);
    expect(await store.replay.nextRequested()).toMatchObject({ id: 1 });
  });

  it("are open again with a new reason", async () => {
    await keep(rejected("a", 1n));
    await request();
    await store.transaction(async (transaction) => {
      await store.replay.take(transaction, 1);
      await store.replay.reopen(transaction, 1, { code: "NEW", reason: "new" });
    });
    expect(await database.query("select status, code, reason, settled_at from dead_letters")).toEqual([
      { status: "open", code: "NEW", reason: "new", settled_at: null },
    ]);
  });

  it("are superseded by newer records of their topics and keys only", async () => {
    await keep(rejected("a", 1n), rejected("b", 1n), rejected("a", 9n), rejected("a", 1n, "other"));
    const newer = [4n, 5n].map((offset) => ({ topic: "some", key: Buffer.from("a"), offset }));
    await store.transaction((transaction) =>
      store.replay.supersede(transaction, [...newer, { topic: "some", key: null, offset: 6n }]),
    );
    expect(await statuses()).toEqual(["superseded", "open", "open", "open"]);
  });
});

describe("a rebuild in PostgreSQL", () => {
  const key = (name: string): { topic: string; key: Buffer } => ({ topic: "out", key: Buffer.from(name) });

  it("sets a stage back to the first record, and says up to where records are read again", async () => {
    const position = { topic: "some", partition: 3, nextOffset: 40n, marker: null };
    await store.transaction(async (transaction) => {
      await store.lockPositions(transaction, [position]);
      await store.savePositions(transaction, [position]);
    });
    await keep(rejected("a", 1n));
    const [before] = await database.query<{ id: string }>("select state_id as id from stage_state");
    for (const end of [100n, 30n]) {
      await store.transaction(async (transaction) => {
        const rebuild = new StageRebuild(transaction);
        const { read } = await rebuild.stop();
        await rebuild.noteKeys([key("a"), key("b")]);
        await rebuild.setBack(read, new Map([["some/3", end]]));
      });
      // A second rebuild before the first is complete reads the same again; a topic that was created anew is shorter.
      expect(await store.positions([position])).toEqual([
        { ...position, nextOffset: 0n, replayUntil: end === 100n ? 40n : 30n },
      ]);
    }
    const [after] = await database.query<{ id: string }>("select state_id as id from stage_state");
    expect(after).not.toEqual(before);
    expect(await statuses()).toEqual(["superseded"]);
    expect(await rebuildProgress(database, "graph")).toEqual({ completedEpoch: 0, recordsLeft: 30 });
  });

  it("takes outputs as they are, also those that have lost records", async () => {
    await database.query("insert into output_ends values ('out', 0, 9), ('out', 1, 9)");
    await store.transaction((transaction) =>
      new StageRebuild(transaction).acceptOutputs(
        new Map([
          ["out/0", 3n],
          ["out/1", 12n],
        ]),
      ),
    );
    expect(await database.query("select partition, end_offset from output_ends order by partition")).toEqual([
      { partition: 0, end_offset: 3 },
      { partition: 1, end_offset: 9 },
    ]);
  });

  it("withdraws the keys that were not published", async () => {
    await store.transaction(async (transaction) => {
      expect(await store.rebuild.isPending(transaction)).toBe(false);
      await new StageRebuild(transaction).noteKeys(["a", "b", "c", "d"].map(key));
      expect(await store.rebuild.isPending(transaction)).toBe(true);
      await store.rebuild.forget(transaction, [key("c"), key("x")]);
      expect(await store.rebuild.take(transaction, 2)).toEqual([key("a"), key("b")]);
      expect(await store.rebuild.take(transaction, 2)).toEqual([key("d")]);
      expect(await store.rebuild.take(transaction, 2)).toEqual([]);
    });
  });
});
