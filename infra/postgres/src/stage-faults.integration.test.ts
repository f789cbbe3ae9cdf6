import { EPOCH_HEADER, type PopularitySignal, deadLetterTopics, topics } from "@interlude/contracts";
import {
  type StageDefinition,
  type StageHandlers,
  StageMetrics,
  StageRunner,
  type StreamRecord,
  epochHeaders,
  markerRecords,
} from "@interlude/stage";
import { MemoryEventLog, createMemoryCodec, silentLogger } from "@interlude/stage/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Database } from "./database.js";
import { dropDatabase, prepareDatabase, serviceDatabaseUrl } from "./namespace-database.js";
import { PostgresStageStore } from "./stage-store.js";
import { testAdministration } from "./testing/administration.js";
import type { Transaction } from "./transaction.js";

const input = topics.popularitySignals;
const definition: StageDefinition = { service: "graph", inputs: [input], outputs: [] };
const administration = testAdministration();
const codec = createMemoryCodec();
let database: Database;
let log: MemoryEventLog;
let runner: StageRunner<Transaction>;

/** Writes each record's id; a trigger refuses ids that `faults` names with the SQLSTATE that it says. */
const handlers: StageHandlers<Transaction> = {
  onRecords: async (_topic, records, { transaction }) => {
    const ids = (records as readonly StreamRecord<PopularitySignal>[]).map(({ value }) => value!.id);
    await transaction.query("insert into words select unnest($1::text[])", [ids]);
  },
  onEpoch: async () => {},
};

beforeAll(async () => {
  await prepareDatabase(administration);
  database = new Database({ url: serviceDatabaseUrl(administration, "graph"), application: "test" });
  await database.query("create table words (id text)");
  await database.query("create table faults (id text, state text)");
  await database.query(`
    create function strike() returns trigger language plpgsql as $$
    declare fault record;
    begin
      for fault in select state from faults where id = new.id loop
        raise exception 'injected' using errcode = fault.state;
      end loop;
      return new;
    end $$`);
  await database.query("create trigger strike before insert on words for each row execute function strike()");
});
afterAll(async () => {
  await database.close();
  await dropDatabase(administration);
});

beforeEach(async () => {
  await database.query("truncate words, faults, dead_letters, outbox, stage_positions");
  await database.query("update stage_state set completed_epoch = 0, sequence = 0");
  log = new MemoryEventLog();
  await log.createTopics([input, deadLetterTopics.graph]);
  runner = new StageRunner({
    definition,
    group: "test",
    log,
    codec,
    store: new PostgresStageStore(database),
    handlers,
    metrics: new StageMetrics("test"),
    logger: silentLogger,
    onCommit: () => {},
    retry: { attempts: 3, firstDelayMs: 1, maxDelayMs: 10 },
  });
});
afterEach(() => runner.close());

/** One epoch with three records; the one in the middle is to be struck. */
async function sendEpoch(): Promise<void> {
  const headers = { [EPOCH_HEADER]: "1" };
  const signal = { provider: "p", entity: "artist", name: "n", popularity: 1, followers: null } as const;
  await log.append(
    ["a", "struck", "c"].map((id) => {
      const value = codec.encode(input, { ...signal, id, genres: [], asOf: "2026-01-01", source: "s" });
      return { topic: input.name, partition: 0, key: Buffer.from(id), value, headers };
    }),
  );
  const marker = { epoch: 1, sequence: 1, kind: "packet", producedBy: input.producer, ts: 0 } as const;
  await log.append(markerRecords({ codec, marker, headers: epochHeaders(1, "trace"), topics: [input] }));
}

async function words(): Promise<string[]> {
  return (await database.query<{ id: string }>("select id from words order by id")).map(({ id }) => id);
}

async function letters(): Promise<string[]> {
  const rows = await database.query<{ code: string }>("select code from dead_letters");
  return rows.map(({ code }) => code);
}

async function strike(state: string): Promise<void> {
  await database.query("insert into faults values ('struck', $1)", [state]);
}

const completed = (): Promise<unknown> =>
  expect.poll(() => runner.completed.epoch, { timeout: 20_000 }).toBe(1);

describe("a stage over PostgreSQL", () => {
  it.each(["42501", "42703", "42P01", "53100", "53200", "57014", "58030"])(
    "waits while the server says %s, and has every record once it does not",
    async (state) => {
      await strike(state);
      await sendEpoch();
      await runner.start();
      await expect.poll(() => runner.blocked?.code, { timeout: 20_000 }).toBe(state);
      expect([await words(), runner.completed.epoch]).toEqual([[], 0]);
      await database.query("truncate faults");
      await completed();
      expect(await words()).toEqual(["a", "c", "struck"]);
      expect(await letters()).toEqual([]);
      expect(runner.blocked).toBeNull();
    },
  );

  it.each(["22003", "22021", "23514", "54000"])(
    "sets aside the one record that the server refuses with %s",
    async (state) => {
      await strike(state);
      await sendEpoch();
      await runner.start();
      await completed();
      expect(await words()).toEqual(["a", "c"]);
      expect(await letters()).toEqual([state]);
    },
  );

  it("stops at what it knows nothing of, and has written nothing", async () => {
    await strike("XX000");
    await sendEpoch();
    await runner.start();
    await expect(runner.ended).rejects.toMatchObject({ code: "BATCH_FAILED", cause: { code: "XX000" } });
    expect([await words(), await letters()]).toEqual([[], []]);
  });

  it("stops when its tables are another state of the same epoch", async () => {
    await sendEpoch();
    await runner.start();
    await completed();
    await database.query("update stage_state set state_id = gen_random_uuid()");
    await expect(runner.ended).rejects.toMatchObject({ code: "STORE_WENT_BACK" });
  });
});
