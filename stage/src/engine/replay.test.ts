import {
  type CatalogCollaboration,
  EPOCH_HEADER,
  MARKER_HEADER,
  MARKER_KEY,
  deadLetterTopics,
  topics,
} from "@interlude/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InterludeError } from "../errors.js";
import { createMemoryCodec } from "../testing/memory/memory-codec.js";
import { MemoryEventLog } from "../testing/memory/memory-event-log.js";
import { MemoryStageStore, type MemoryTransaction } from "../testing/memory/memory-stage-store.js";
import { silentLogger } from "../testing/silent-logger.js";
import type { StageDefinition, StageHandlers, StreamRecord } from "./stage-definition.js";
import { StageMetrics } from "./stage-metrics.js";
import { StageRunner } from "./stage-runner.js";

/** A compacted topic, whose records have no version of their own. */
const input = { ...topics.catalogCollaborations, partitions: 1 };
const definition: StageDefinition = { service: "graph", inputs: [input], outputs: [] };

interface Rows {
  weights: Record<string, number>;
  handled: number[];
  epochs: number[];
}
type Handlers = StageHandlers<MemoryTransaction<Rows>>;

let log: MemoryEventLog;
let store: MemoryStageStore<Rows>;
let runners: StageRunner<MemoryTransaction<Rows>>[];
/** What the handler does about a record before it keeps its weight. */
let check: (weight: number) => string | null;
const codec = createMemoryCodec();

const handlers: Handlers = {
  onRecords: async (_topic, records, { transaction, reject }) => {
    for (const record of records as readonly StreamRecord<CatalogCollaboration>[]) {
      const { weight } = record.value!;
      const problem = check(weight);
      if (problem !== null) reject(record, "REFUSED", problem);
      else {
        transaction.rows.weights[record.key] = weight;
        transaction.rows.handled.push(weight);
        transaction.rows.epochs.push(record.epoch);
      }
    }
  },
  onEpoch: async () => {},
};

beforeEach(async () => {
  log = new MemoryEventLog();
  store = new MemoryStageStore<Rows>({ weights: {}, handled: [], epochs: [] });
  runners = [];
  check = () => null;
  await log.createTopics([input, deadLetterTopics.graph]);
});
afterEach(async () => {
  for (const runner of runners) await runner.close();
});

async function start(): Promise<StageRunner<MemoryTransaction<Rows>>> {
  const runner = new StageRunner({
    definition,
    group: "test",
    log,
    codec,
    store,
    handlers,
    metrics: new StageMetrics("test"),
    logger: silentLogger,
    onCommit: () => {},
    retry: { attempts: 3, firstDelayMs: 1, maxDelayMs: 2 },
    storePollMs: 2,
  });
  runners.push(runner);
  await runner.start();
  return runner;
}

async function send(pair: string, weight: number, epoch = 1): Promise<void> {
  const [artistA, artistB] = pair.split(":") as [string, string];
  const value = codec.encode(input, { artistA, artistB, weight, firstRecording: 1, kinds: [] });
  const headers = { [EPOCH_HEADER]: String(epoch) };
  await log.append([{ topic: input.name, partition: 0, key: Buffer.from(pair), value, headers }]);
}

async function mark(epoch: number): Promise<void> {
  const value = codec.encodeMarker({
    epoch,
    sequence: epoch,
    kind: "packet",
    producedBy: input.producer,
    ts: 0,
  });
  const headers = { [EPOCH_HEADER]: String(epoch), [MARKER_HEADER]: "1" };
  await log.append([{ topic: input.name, partition: 0, key: Buffer.from(MARKER_KEY), value, headers }]);
}

const letters = (): unknown => store.letters.map(({ status, reason }) => [status, reason]);

describe("a dead letter", () => {
  it("is handled once when it is requested, in the epoch that is open", async () => {
    check = () => "not yet";
    await start();
    await send("a:b", 1);
    await mark(1);
    await expect.poll(letters).toEqual([["open", "not yet"]]);
    await expect.poll(() => runners[0]!.completed.epoch).toBe(1);
    check = () => null;
    await store.requestReplay();
    await expect.poll(letters).toEqual([["replayed", "not yet"]]);
    expect(store.rows).toMatchObject({ weights: { "a:b": 1 }, handled: [1] });
    await store.requestReplay();
    await runners[0]!.close();
    await start();
    expect(store.rows.handled).toEqual([1]);
  });

  it("is open again, with the new reason, when it fails again", async () => {
    check = () => "not yet";
    await start();
    await send("a:b", 1);
    await expect.poll(letters).toEqual([["open", "not yet"]]);
    check = () => "still not";
    await store.requestReplay();
    await expect.poll(letters).toEqual([["open", "still not"]]);
    expect(store.rows.handled).toEqual([]);
  });

  it("is superseded by a newer record of its key, and never replaces it", async () => {
    check = (weight) => (weight === 1 ? "no" : null);
    await start();
    await send("a:b", 1);
    await send("c:d", 1);
    await expect.poll(letters).toEqual([
      ["open", "no"],
      ["open", "no"],
    ]);
    await send("a:b", 3);
    await expect.poll(letters).toEqual([
      ["superseded", "no"],
      ["open", "no"],
    ]);
    check = () => null;
    await store.requestReplay();
    await expect.poll(letters).toEqual([
      ["superseded", "no"],
      ["replayed", "no"],
    ]);
    expect(store.rows.weights).toEqual({ "a:b": 3, "c:d": 1 });
  });

  it("is handled after older ones of its key, whenever those were rejected", async () => {
    check = () => "no";
    await start();
    await send("x:y", 9);
    await send("a:b", 2);
    await expect.poll(() => store.letters.length).toBe(2);
    // At the end of an epoch a handler may reject what it has kept since.
    const older = { ...store.deadLetters[1]!, record: { ...store.deadLetters[1]!.record, offset: 0n } };
    await store.transaction((transaction) => store.keepDeadLetters(transaction, [older]));
    const handled: number[] = [];
    check = (weight) => {
      handled.push(weight);
      return null;
    };
    await store.requestReplay();
    await expect.poll(() => store.letters.map(({ status }) => status)).toEqual(Array(3).fill("replayed"));
    expect(handled).toEqual([9, 2, 2]);
  });

  it("is handled before anything else at a start", async () => {
    check = () => "not yet";
    await start();
    await send("a:b", 1);
    await expect.poll(letters).toEqual([["open", "not yet"]]);
    await runners[0]!.close();
    check = () => null;
    await store.requestReplay();
    await send("c:d", 2);
    await start();
    await expect.poll(() => store.rows.handled).toEqual([1, 2]);
  });

  it("waits while what it needs is away, and is put back if the handler breaks over it", async () => {
    check = () => "not yet";
    await start();
    await send("a:b", 1);
    await expect.poll(letters).toEqual([["open", "not yet"]]);
    let attempts = 0;
    check = () => {
      attempts += 1;
      throw new Away("AWAY", "away", { fault: "transient" });
    };
    await store.requestReplay();
    await expect.poll(() => attempts).toBeGreaterThan(2);
    expect(letters()).toEqual([["requested", "not yet"]]);
    check = () => {
      throw new TypeError("a defect");
    };
    await expect.poll(letters).toEqual([["open", "a defect"]]);
    await send("c:d", 2);
    check = () => null;
    await expect.poll(() => store.rows.handled).toEqual([2]);
  });

  it("keeps the epoch that it came with, unless that is one to come", async () => {
    check = () => "not yet";
    await start();
    await send("a:b", 1, 1);
    await mark(1);
    await expect.poll(() => runners[0]!.completed.epoch).toBe(1);
    const [letter] = store.deadLetters;
    const ofLater = { ...letter!.record, offset: 9n, headers: { [EPOCH_HEADER]: "1000000" } };
    await store.transaction((transaction) =>
      store.keepDeadLetters(transaction, [{ ...letter!, record: ofLater }]),
    );
    check = () => null;
    await store.requestReplay();
    await expect.poll(() => store.rows.epochs).toEqual([1, 2]);
  });

  it("does not hold up a start when it has to wait", async () => {
    check = () => "not yet";
    await start();
    await send("a:b", 1);
    await expect.poll(letters).toEqual([["open", "not yet"]]);
    await runners[0]!.close();
    await store.requestReplay();
    await send("c:d", 2);
    check = (weight) => {
      if (weight === 1) throw new Away("AWAY", "away", { fault: "transient" });
      return null;
    };
    await start();
    await expect.poll(() => store.rows.handled).toEqual([2]);
    expect(letters()).toEqual([["requested", "not yet"]]);
  });

  it("is handled by one of several replicas", async () => {
    check = () => "not yet";
    await start();
    for (const weight of [1, 2, 3]) await send(`${weight}:x`, weight);
    await expect.poll(() => store.letters.length).toBe(3);
    await start();
    check = () => null;
    await store.requestReplay();
    await expect.poll(() => store.letters.map(({ status }) => status)).toEqual(Array(3).fill("replayed"));
    expect(store.rows.handled.toSorted()).toEqual([1, 2, 3]);
  });
});

class Away extends InterludeError {}
