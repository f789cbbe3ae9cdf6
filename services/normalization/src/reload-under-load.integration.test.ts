import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, migrateSchema } from "@interlude/infra-postgres";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { StageMetrics } from "@interlude/stage";
import { silentLogger } from "@interlude/stage/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { RetiredTables } from "./mirror/load/retired-tables.js";
import { changeOf, dumpOf, mbid } from "./testing/rows.js";
import { type Sent, TestStage } from "./testing/stage.js";

const ARTISTS = 2_000;
const PACKETS = 12;

describe("a store that is changed under its users", () => {
  let test: TestDatabase;
  let database: Database;
  let stage: TestStage;

  beforeAll(async () => {
    test = await createTestDatabase(inject("stack"), "normalization");
    database = test.database;
    stage = new TestStage(database);
  });
  beforeEach(() => stage.reset());
  afterAll(() => test.dispose());

  /** Everything that the dump of a sequence says, said in every row: artists two by two on a recording. */
  function dump(sequence: number): Sent[] {
    const rows: (readonly ["artist" | "artist_credit_name" | "recording", object])[] = [];
    for (let id = 3; id < ARTISTS + 3; id += 1) {
      const credit = id >> 1;
      rows.push(["artist", { id, gid: mbid(id), name: `dump ${sequence}` }]);
      rows.push(["artist_credit_name", { artist_credit: credit, position: id % 2, artist: id }]);
      rows.push(["recording", { id, gid: mbid(id), artist_credit: credit, name: `dump ${sequence}` }]);
    }
    return dumpOf(rows, sequence);
  }

  /** One packet: a new recording of a credit that exists. */
  async function packet(sequence: number): Promise<void> {
    const row = {
      id: 1_000_000 + sequence,
      gid: mbid(1_000_000 + sequence),
      artist_credit: 2,
      name: "packet",
    };
    await stage.deliver([changeOf("recording", null, row, { sequence, position: 0 })]);
    await stage.complete();
  }

  /** Reads what must belong together, in one snapshot each, until told to stop; returns how often. */
  async function read(goesOn: () => boolean): Promise<number> {
    let times = 0;
    while (goesOn()) {
      await database.transaction(async (transaction) => {
        await transaction.query("set transaction isolation level repeatable read, read only");
        const names = "select count(*) as rows, count(distinct name) as names, min(name) as name from";
        const [artists] = await transaction.query(`${names} artist`);
        const [recordings] = await transaction.query(`${names} recording where name <> 'packet'`);
        expect(artists).toMatchObject({ rows: ARTISTS, names: 1 });
        expect(recordings).toEqual(artists);
      });
      times += 1;
    }
    return times;
  }

  it("is loaded anew while it is read and packets wait: no reader sees half of it", async () => {
    await stage.deliver(dump(10));
    await stage.complete({ sequence: 10 });
    let done = false;
    const reading = read(() => !done);
    const retired = new RetiredTables(database, silentLogger, new StageMetrics("test"));
    let longestPause = 0;
    let last = performance.now();
    const noted = async (work: Promise<unknown>) => {
      await work;
      longestPause = Math.max(longestPause, performance.now() - last);
      last = performance.now();
    };
    try {
      for (let sequence = 11; sequence < 11 + PACKETS; sequence += 1) await noted(packet(sequence));
      const packetPause = longestPause;
      await noted(stage.deliver(dump(30)).then(() => stage.complete({ sequence: 30 })));
      for (let sequence = 31; sequence < 31 + PACKETS; sequence += 1) {
        await retired.dropStep();
        await noted(packet(sequence));
      }
      process.stdout.write(
        `longest time without a packet: ${Math.round(longestPause)} ms, over the load of a dump of ${3 * ARTISTS} rows; ` +
          `${Math.round(packetPause)} ms among packets before it\n`,
      );
    } finally {
      done = true;
    }
    expect(await reading).toBeGreaterThan(0);
    const weights = [...stage.subscriber.collaborations.values()].map(({ weight }) => weight);
    expect(weights.filter((weight) => weight === 2)).toHaveLength(ARTISTS / 2 - 2);
    expect(Math.max(...weights)).toBe(2 + PACKETS);
  });

  it("gets a column while packets are applied", async () => {
    const migrations = mkdtempSync(join(tmpdir(), "interlude-migrations-"));
    try {
      cpSync(test.administration.migrations, migrations, { recursive: true });
      const added = "-- Up Migration\nalter table recording add column added integer not null default 7;\n";
      writeFileSync(join(migrations, "normalization", "9999_added.sql"), added);
      await stage.deliver(dump(10));
      await stage.complete({ sequence: 10 });
      const progress = { isMigrated: false };
      const migrating = migrateSchema({ url: test.url, schema: "normalization", migrations }).then(
        () => (progress.isMigrated = true),
      );
      let sequence = 11;
      while (!progress.isMigrated) await packet(sequence++);
      await packet(sequence);
      await migrating;
      expect(await database.query("select count(*) as rows, min(added) as added from recording")).toEqual([
        { rows: ARTISTS + sequence - 10, added: 7 },
      ]);
      expect(stage.subscriber.rejections).toEqual([]);
    } finally {
      rmSync(migrations, { recursive: true });
    }
  });
});
