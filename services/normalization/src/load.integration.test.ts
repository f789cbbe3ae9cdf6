import type { Database } from "@interlude/infra-postgres";
import { createTestDatabase } from "@interlude/infra-testing";
import { StageMetrics } from "@interlude/stage";
import { silentLogger } from "@interlude/stage/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { RetiredTables } from "./mirror/load/retired-tables.js";
import { shadowOf } from "./mirror/load/shadow-table.js";
import { swapTables } from "./mirror/load/table-swap.js";
import { mirrors } from "./mirror/mirror-tables.js";
import { changeOf, dumpOf, mbid } from "./testing/rows.js";
import { TestStage } from "./testing/stage.js";

const TABLES = Object.values(mirrors).map(({ table }) => table);

describe("loading a dump", () => {
  let stage: TestStage;
  let database: Database;
  let dispose: () => Promise<void>;

  beforeAll(async () => {
    const test = await createTestDatabase(inject("stack"), "normalization");
    database = test.database;
    stage = new TestStage(database);
    dispose = () => test.dispose();
  });
  beforeEach(() => stage.reset());
  afterAll(() => dispose());

  /** A world whose rows all say which dump they are of. */
  const dump = (sequence: number, artists = [3, 4]) =>
    dumpOf(
      [
        ...artists.map((id) => ["artist", { id, gid: mbid(id), name: `dump ${sequence}` }] as const),
        ...artists.map(
          (artist, position) => ["artist_credit_name", { artist_credit: 1, position, artist }] as const,
        ),
        ["recording", { id: 9, gid: mbid(9), artist_credit: 1, name: `dump ${sequence}` }],
        ["isrc", { id: 1, recording: 9, isrc: `dump ${sequence}`, source: null }],
      ],
      sequence,
    );
  const names = (table: string) =>
    database.query(`select id, name from ${table} where not deleted order by id`);

  /** Everything that the catalogue knows of the mirrors, apart from what identifies their files. */
  async function layout(): Promise<unknown[]> {
    return [
      await database.query(
        `select tablename, indexname, indexdef from pg_indexes where schemaname = current_schema()
           and tablename = any ($1) order by 1, 2`,
        [TABLES],
      ),
      await database.query(
        `select class.relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
           col_description(class.oid, attnum), obj_description(class.oid), reloptions,
           pg_get_serial_sequence(class.relname, attname)
         from pg_attribute join pg_class as class on class.oid = attrelid
         where relname = any ($1) and relnamespace = current_schema()::regnamespace and attnum > 0
           and not attisdropped order by 1, 2`,
        [TABLES],
      ),
      await database.query(
        `select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
         where conrelid::regclass::text = any ($1) order by 1, 2`,
        [TABLES],
      ),
    ];
  }

  it("keeps what has come in tables without an index, and shows others what was there", async () => {
    await stage.deliver(dump(10));
    const shadow = shadowOf("artist");
    expect(await database.query("select from pg_indexes where tablename = $1", [shadow])).toEqual([]);
    expect(await database.query(`select id from ${shadow} order by id`)).toEqual([{ id: 3 }, { id: 4 }]);
    expect(await names("artist")).toEqual([]);
  });

  it("leaves tables that are in nothing different from those it replaces, and a row of one's own gets an id", async () => {
    const before = await layout();
    for (const sequence of [10, 20]) {
      await stage.deliver(dump(sequence));
      await stage.complete({ sequence });
      expect(await layout()).toEqual(before);
    }
    const inserted = await database.query(
      `insert into recording (gid, name, artist_credit, comment, video, source_sequence, source_position, deleted)
       values ($1, '', 1, '', false, 20, 0, false) returning id`,
      [mbid(99)],
    );
    expect(inserted).toEqual([{ id: 10 }]);
  });

  it("every mirror that keeps source ids has an identity", async () => {
    const withIds = Object.values(mirrors).filter(
      (mirror) => (mirror.columns as object as { id?: string }).id,
    );
    const identities = await database.query<{ name: string }>(
      `select distinct attrelid::regclass::text as name from pg_attribute where attname = 'id' and attidentity = 'd'
         and attrelid::regclass::text = any ($1) order by 1`,
      [TABLES],
    );
    expect(identities.map(({ name }) => name)).toEqual(withIds.map(({ table }) => table).toSorted());
  });

  it("goes on where it was cut off, takes each row once, the newest, and nothing of a dump given up", async () => {
    await stage.deliver(dump(10, [3, 4, 5]));
    const [first, ...rest] = dump(20);
    await stage.deliver([first!]);
    await stage.deliver([first!, ...rest]);
    await stage.complete({ sequence: 20 });
    expect(await database.query("select id, name, deleted from artist order by id")).toEqual([
      { id: 3, name: "dump 20", deleted: false },
      { id: 4, name: "dump 20", deleted: false },
    ]);
    expect([...stage.subscriber.collaborations.values()]).toMatchObject([{ weight: 1, firstRecording: 9 }]);
  });

  it("does not begin again when rows of it are replayed later", async () => {
    await stage.deliver(dump(10));
    await stage.complete({ sequence: 10 });
    await stage.deliver(dump(10, [3, 4, 5]));
    expect(await stage.complete()).toMatchObject([{ key: mbid(5) }, { value: { weight: 1 } }, {}]);
    expect(await names("artist")).toHaveLength(3);
  });

  it("keeps what came from later than the dump", async () => {
    await stage.deliver(dump(10));
    await stage.complete({ sequence: 10 });
    await stage.deliver([
      changeOf("recording", null, { id: 9, gid: mbid(9), artist_credit: 1, name: "later" }, later(0)),
      changeOf("recording", null, { id: 8, gid: mbid(8), artist_credit: 1, name: "later" }, later(1)),
    ]);
    await stage.deliver(dump(20));
    await stage.complete({ sequence: 20 });
    expect(await names("recording")).toEqual([
      { id: 8, name: "later" },
      { id: 9, name: "later" },
    ]);
    expect([...stage.subscriber.collaborations.values()]).toMatchObject([{ weight: 2 }]);
  });
  const later = (position: number) => ({ sequence: 30, position });

  it("waits for readers of the old tables, which see those to the end", async () => {
    await stage.deliver(dump(10));
    await stage.complete({ sequence: 10 });
    await stage.deliver(dump(20));
    let completed: Promise<unknown> = Promise.resolve();
    await database.transaction(async (reader) => {
      await reader.query("set transaction isolation level repeatable read");
      expect(await reader.query("select distinct name from artist")).toEqual([{ name: "dump 10" }]);
      completed = stage.complete({ sequence: 20 });
      await untilSwapWaits();
      expect(await reader.query("select distinct name from recording")).toEqual([{ name: "dump 10" }]);
      expect(await reader.query("select distinct name from artist")).toEqual([{ name: "dump 10" }]);
    });
    await completed;
    expect(await names("recording")).toEqual([{ id: 9, name: "dump 20" }]);
  });

  async function untilSwapWaits(): Promise<void> {
    const waiting = "select from pg_locks where mode = 'AccessExclusiveLock' and not granted";
    while ((await database.query(waiting)).length === 0);
  }

  it("is undone, to be repeated, if readers leave no gap", async () => {
    await stage.deliver(dump(10));
    await stage.complete({ sequence: 10 });
    await stage.deliver(dump(20));
    await database.transaction(async (reader) => {
      await reader.query("select from artist");
      const swapping = database.transaction((transaction) =>
        swapTables(transaction, [mirrors.artist], 20, { timeoutMs: 0 }),
      );
      await expect(swapping).rejects.toMatchObject({ code: "SWAP_BLOCKED", fault: "transient" });
    });
    expect(await names("artist")).toEqual([3, 4].map((id) => ({ id, name: "dump 10" })));
  });

  it("drops the old tables step by step, whichever process goes on", async () => {
    for (const sequence of [10, 20]) {
      await stage.deliver(dump(sequence));
      await stage.complete({ sequence });
    }
    const retired = () =>
      database.query<{ name: string }>(
        "select tablename as name from pg_tables where tablename ~ '_retired_'",
      );
    expect(await retired()).toHaveLength(2 * TABLES.length);
    expect(await new RetiredTables(database, silentLogger, new StageMetrics("test")).dropStep()).toBe(true);
    await new RetiredTables(database, silentLogger, new StageMetrics("test")).dropAll();
    expect(await retired()).toEqual([]);
    expect(await names("artist")).toHaveLength(2);
  });

  it("has views show what is there now", async () => {
    for (const sequence of [10, 20]) {
      await stage.deliver(dump(sequence));
      await stage.complete({ sequence });
      const shown = await database.query("select isrc from recording_isrcs");
      expect(shown).toEqual([{ isrc: `dump ${sequence}` }]);
    }
  });
});
