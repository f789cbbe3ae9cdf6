import { EPOCH_HEADER, MARKER_HEADER, deadLetterTopics, topics } from "@interlude/contracts";
import {
  type StageDefinition,
  type StageHandlers,
  StageMetrics,
  StageRunner,
  epochHeaders,
  markerRecords,
  newTraceContext,
} from "@interlude/stage";
import { MemoryEventLog, createMemoryCodec, silentLogger } from "@interlude/stage/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "./database.js";
import { dropDatabase, prepareDatabase, serviceDatabaseUrl } from "./namespace-database.js";
import { PostgresStageStore } from "./stage-store.js";
import { testAdministration } from "./testing/administration.js";
import type { Transaction } from "./transaction.js";

const input = topics.popularitySignals;
const output = { ...topics.catalogTracks, partitions: 1 };
const definition: StageDefinition = { service: "graph", inputs: [input], outputs: [output] };
const administration = testAdministration();
const codec = createMemoryCodec();
let database: Database;

beforeAll(async () => {
  await prepareDatabase(administration);
  database = new Database({ url: serviceDatabaseUrl(administration, "graph"), application: "test" });
  await database.query("create table steps (step integer, epoch integer)");
});
afterAll(async () => {
  await database.close();
  await dropDatabase(administration);
});

/** Nothing but the engine keeps two of these from doing the same step. */
const handlers: StageHandlers<Transaction> = {
  onRecords: async () => {},
  onEpoch: async () => {},
  onBackground: async ({ transaction, completed, publish }) => {
    const [row] = await transaction.query<{ steps: number }>("select count(*)::integer as steps from steps");
    const step = row!.steps;
    if (step === 60) return "done";
    await transaction.query("insert into steps values ($1, $2)", [step, completed.epoch + 1]);
    await publish(output, "steps", null);
    return "more";
  },
};

describe("work in the background on PostgreSQL", () => {
  it("does not wait where another transaction has the completed epoch locked", async () => {
    const store = new PostgresStageStore(database);
    await store.transaction(async (transaction) => {
      await store.lockCompletedEpoch(transaction);
      const tried = await store.transaction((other) => store.tryLockCompletedEpoch(other));
      expect(tried).toBeNull();
    });
    expect(await store.transaction((one) => store.tryLockCompletedEpoch(one))).toMatchObject({ epoch: 0 });
  });

  it("is done by one replica at a time, and never while an epoch is completed", async () => {
    const log = new MemoryEventLog();
    await log.createTopics([input, output, deadLetterTopics.graph]);
    const start = async (): Promise<StageRunner<Transaction>> => {
      const runner = new StageRunner({
        definition,
        group: "test",
        log,
        codec,
        store: new PostgresStageStore(database),
        handlers,
        metrics: new StageMetrics("test"),
        logger: silentLogger,
        onCommit: () => {},
        backgroundPollMs: 1,
      });
      await runner.start();
      return runner;
    };
    const runners = [await start(), await start()];
    for (let epoch = 1; epoch <= 10; epoch += 1) {
      await log.append(
        markerRecords({
          codec,
          marker: { epoch, sequence: epoch, kind: "packet", producedBy: "ingestion", ts: 0 },
          headers: epochHeaders(epoch, newTraceContext()),
          topics: [{ name: input.name, partitions: input.partitions }],
        }),
      );
      await expect.poll(() => Math.max(...runners.map(({ completed }) => completed.epoch))).toBe(epoch);
    }
    await expect
      .poll(async () => (await database.query("select from steps")).length, { timeout: 20_000 })
      .toBe(60);
    for (const runner of runners) await runner.close();
    const steps = await database.query<{ step: number; epoch: number }>("select * from steps order by step");
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 60 }, (_, step) => step));
    // In the outbox: the steps of each epoch, and then its marker.
    const outbox = await database.query<{ epoch: number; count: number; marks: boolean }>(
      `select (headers->>$1)::integer as epoch, count, headers ? $2 as marks from outbox order by id`,
      [EPOCH_HEADER, MARKER_HEADER],
    );
    const expected = Array.from({ length: 11 }, (_, index) => {
      return { epoch: index + 1, steps: steps.filter(({ epoch }) => epoch === index + 1).length };
    });
    const found = expected.map(({ epoch }) => {
      const ofEpoch = outbox.filter((batch) => batch.epoch === epoch && !batch.marks);
      return { epoch, steps: ofEpoch.length };
    });
    expect(found).toEqual(expected);
    expect(outbox.map(({ epoch }) => epoch)).toEqual(
      outbox.map(({ epoch }) => epoch).toSorted((a, b) => a - b),
    );
    const last = outbox.filter(({ epoch }, index) => outbox[index + 1]?.epoch !== epoch && epoch <= 10);
    expect(last.map(({ marks }) => marks)).toEqual(last.map(() => true));
  }, 60_000);
});
