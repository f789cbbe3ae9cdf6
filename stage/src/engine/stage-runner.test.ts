import {
  type CatalogTrack,
  EPOCH_HEADER,
  MARKER_HEADER,
  type PopularitySignal,
  deadLetterTopics,
  topics,
} from "@interlude/contracts";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { InterludeError } from "../errors.js";
import type { Blocked } from "./attempts.js";
import type { StreamRecord } from "./stage-definition.js";
import { StageRunner } from "./stage-runner.js";
import {
  type LedgerContext,
  StageHarness,
  definition,
  input,
  ledgerHandlers,
  output,
  signalOf,
  trackOf,
  unalignedInput,
} from "../testing/stage-harness.js";

class Unusable extends InterludeError {}
const RECORD = { fault: "record" } as const;
const TRANSIENT = { fault: "transient" } as const;

let harness: StageHarness;

beforeEach(async () => {
  harness = new StageHarness();
  await harness.createTopics();
});
afterEach(() => harness.stop());

/** Titles of what the stage has published, and how many markers, in order of arrival. */
async function published(): Promise<{ titles: string[]; markers: number }> {
  const titles: string[] = [];
  let markers = 0;
  for await (const record of harness.log.read([output.name])) {
    if (record.headers[MARKER_HEADER] === undefined) {
      titles.push((await harness.codec.decode<CatalogTrack>(output, record.value!)).title);
    } else markers += 1;
  }
  return { titles, markers };
}

async function deadLetterCodes(): Promise<string[]> {
  const codes: string[] = [];
  for await (const { value } of harness.log.read([deadLetterTopics.scoring.name])) {
    codes.push((await harness.codec.decode(deadLetterTopics.scoring, value!)).code);
  }
  return codes;
}

describe("a stage", () => {
  it("derives an epoch once every partition has delivered its marker, and marks its outputs", async () => {
    await harness.start();
    await harness.send(1, "a", 0);
    await harness.send(1, "b", 3);
    await harness.mark(1);
    await harness.completed(1);
    expect(harness.store.rows.epochs).toEqual([{ epoch: 1, ids: ["a", "b"] }]);
    expect(await published()).toEqual({ titles: ["a b"], markers: output.partitions });
    expect(harness.runner!.completed).toMatchObject({ epoch: 1, sequence: 1001 });
  });

  it("lets a partition that is ahead wait at its marker", async () => {
    await harness.send(1, "a", 0);
    await harness.mark(1, [0, 1, 2]);
    await harness.send(2, "later", 0);
    await harness.mark(2, [0, 1, 2]);
    await harness.start();
    await harness.send(1, "b", 3);
    await harness.mark(1, [3]);
    await harness.completed(1);
    await harness.mark(2, [3]);
    await harness.completed(2);
    expect(harness.store.rows.epochs).toEqual([
      { epoch: 1, ids: ["a", "b"] },
      { epoch: 2, ids: ["later"] },
    ]);
  });

  it("drops what comes again after its epoch is complete", async () => {
    await harness.start();
    await harness.send(1, "a", 0);
    await harness.mark(1);
    await harness.completed(1);
    await harness.send(1, "a", 0);
    await harness.mark(1);
    await harness.send(2, "b", 0);
    await harness.mark(2);
    await harness.completed(2);
    expect(harness.store.rows.epochs.map(({ ids }) => ids)).toEqual([["a"], ["b"]]);
  });

  it("stops when the store goes back behind what it committed, and writes nothing", async () => {
    await harness.start();
    await harness.send(1, "a", 0);
    await harness.mark(1);
    await harness.completed(1);
    const restore = harness.store.backUp();
    await harness.send(2, "lost by the failover", 0);
    await harness.mark(2);
    await harness.completed(2);
    restore();
    await harness.send(3, "c", 0);
    await harness.mark(3);
    await expect(harness.runner!.ended).rejects.toMatchObject({ code: "STORE_WENT_BACK" });
    expect(harness.store.rows.epochs.map(({ ids }) => ids)).toEqual([["a"]]);
    await harness.stop();
    await harness.start();
    await harness.completed(3);
    expect(harness.store.rows.epochs.map(({ ids }) => ids)).toEqual([["a"], ["lost by the failover"], ["c"]]);
  });

  it("stops when records were deleted before it read them, and writes nothing", async () => {
    await harness.start();
    await harness.send(1, "a", 0);
    await harness.mark(1);
    await harness.completed(1);
    await harness.stop();
    const subscribe = harness.log.subscribe.bind(harness.log);
    harness.log.subscribe = (options) =>
      subscribe({
        ...options,
        onBatches: (batches) =>
          options.onBatches(batches.map((batch) => ({ ...batch, fetchedFrom: batch.fetchedFrom + 1n }))),
      });
    await harness.start();
    await harness.send(2, "after the gap", 0);
    await expect(harness.runner!.ended).rejects.toMatchObject({ code: "OFFSET_LOST" });
    expect(harness.store.rows).toEqual({ pending: [], epochs: [{ epoch: 1, ids: ["a"] }] });
  });

  it("stops when a topic was created anew under it, though all that comes looks as if it had been read", async () => {
    const subscribe = harness.log.subscribe.bind(harness.log);
    let isAnew = false;
    harness.log.subscribe = (options) =>
      subscribe({
        ...options,
        onBatches: (batches) =>
          options.onBatches(
            isAnew
              ? batches.map((batch) => ({
                  ...batch,
                  records: batch.records.map((record) => ({ ...record, offset: 0n })),
                  fetchedFrom: 0n,
                  highWatermark: 1n,
                }))
              : batches,
          ),
      });
    await harness.start();
    await harness.send(1, "a", 0);
    await harness.mark(1);
    await harness.completed(1);
    isAnew = true;
    await harness.send(2, "of the new topic", 0);
    await expect(harness.runner!.ended).rejects.toMatchObject({ code: "OFFSET_LOST" });
  });

  it("lets a partition begin after the first offset if it has never read it", async () => {
    const subscribe = harness.log.subscribe.bind(harness.log);
    harness.log.subscribe = (options) =>
      subscribe({
        ...options,
        onBatches: (batches) =>
          options.onBatches(
            batches.map((batch) => ({ ...batch, fetchedFrom: 1n, records: batch.records.slice(1) })),
          ),
      });
    for (const partition of [0, 1, 2, 3]) await harness.send(1, `deleted ${partition}`, partition);
    await harness.mark(1);
    await harness.start();
    await harness.completed(1);
    expect(harness.store.rows.epochs).toEqual([{ epoch: 1, ids: [] }]);
  });

  it("gives each state of its tables an identity, and says it to its handlers", async () => {
    const seen: string[][] = [];
    await harness.start({
      onRecords: async (_topic, _records, { stateId }) => void seen.push(["records", stateId]),
      onEpoch: async (_marker, { stateId, nextStateId }) => void seen.push(["epoch", stateId, nextStateId]),
    });
    const { stateId: first } = await harness.store.completedEpoch();
    for (const epoch of [1, 2]) {
      await harness.send(epoch, "a", 0);
      await harness.mark(epoch);
      await harness.completed(epoch);
    }
    const { stateId: last } = await harness.store.completedEpoch();
    const between = seen.find(([what]) => what === "epoch")![2]!;
    expect(seen.filter(([what]) => what === "epoch")).toEqual([
      ["epoch", first, between],
      ["epoch", between, last],
    ]);
    expect(new Set([first, between, last]).size).toBe(3);
    expect(seen.filter(([what]) => what === "records").map(([, state]) => state)).toEqual([first, between]);
  });

  it("stops when its store was restored and has come to the same epoch another way", async () => {
    await harness.start();
    await harness.mark(1);
    await harness.completed(1);
    await harness.store.transaction(async (transaction) => {
      const completed = await harness.store.completedEpoch(transaction);
      await harness.store.saveCompletedEpoch(transaction, { ...completed, stateId: "of another" });
    });
    await harness.send(2, "a", 0);
    await expect(harness.runner!.ended).rejects.toMatchObject({ code: "STORE_WENT_BACK" });
  });

  it("marks what an epoch causes with the number of the epoch that it completes", async () => {
    await harness.start();
    await harness.mark(3);
    await harness.completed(3);
    const [records, markers]: [string[], unknown[]] = [[], []];
    for await (const { headers, value } of harness.log.read([output.name])) {
      if (headers[MARKER_HEADER] === undefined) records.push(headers[EPOCH_HEADER]!);
      else markers.push([headers[EPOCH_HEADER], (await harness.codec.decodeMarker(value!)).epoch]);
    }
    expect(records).toEqual(["3"]);
    expect(markers).toEqual(Array.from({ length: output.partitions }, () => ["3", 3]));
  });

  it("sets aside the record that makes it publish what no topic takes, and goes on", async () => {
    await harness.start({
      onRecords: async (topic, records, context: LedgerContext) => {
        for (const { key } of records) {
          if (key === "huge") await context.publish(output, key, trackOf(key, "x".repeat(8_000_000)));
        }
        await ledgerHandlers.onRecords(topic, records, context);
      },
    });
    for (const id of ["a", "huge", "b"]) await harness.send(1, id, 1);
    await harness.mark(1);
    await harness.completed(1);
    expect(harness.store.rows.epochs).toEqual([{ epoch: 1, ids: ["a", "b"] }]);
    expect(await deadLetterCodes()).toEqual(["VALUE_TOO_LARGE"]);
  });

  it("keeps a large record that it sets aside whole in the store, and sends a part that any topic takes", async () => {
    await harness.start({
      onRecords: async (_topic, records, { reject }: LedgerContext) => {
        for (const record of records) reject(record, "BAD", "r".repeat(1_000_000));
      },
    });
    const value = harness.codec.encode(input, { ...signalOf("a"), name: "n".repeat(6_000_000) });
    const headers = { [EPOCH_HEADER]: "1", long: "h".repeat(1_000_000) };
    const record = { topic: input.name, partition: 0, key: Buffer.alloc(1_000_000, "k"), value, headers };
    await harness.log.append([record]);
    await harness.mark(1);
    await harness.completed(1);
    const [kept] = harness.store.deadLetters;
    expect(kept!.record.value!.equals(value)).toBe(true);
    expect(kept).toMatchObject({ code: "BAD", epoch: 1, record: { topic: input.name, offset: 0n, headers } });
    const sent: Buffer[] = [];
    for await (const letter of harness.log.read([deadLetterTopics.scoring.name])) sent.push(letter.value!);
    expect(sent[0]!.length).toBeLessThan(1_000_000);
    const letter = await harness.codec.decode(deadLetterTopics.scoring, sent[0]!);
    expect(letter.headers).toEqual({ "interlude-value-bytes": String(value.length) });
    expect(letter.value!.equals(value.subarray(0, 512 * 1024))).toBe(true);
  });

  it("keeps a record that its handler rejects at the end of the epoch only, whole", async () => {
    let kept: StreamRecord<PopularitySignal> | null = null;
    await harness.start({
      onRecords: async (_topic, [record]) => {
        kept = structuredClone(record as StreamRecord<PopularitySignal>);
      },
      onEpoch: async (_marker, { reject }) => reject(kept!, "TOO_LATE", "because"),
    });
    await harness.send(1, "late", 2);
    await harness.mark(1);
    await harness.completed(1);
    const [{ record, code }] = harness.store.deadLetters as [(typeof harness.store.deadLetters)[0]];
    expect([code, record.key?.toString(), record.partition, record.offset]).toEqual([
      "TOO_LATE",
      "late",
      2,
      0n,
    ]);
    expect(await harness.codec.decodeItems(input, record.value!)).toEqual([kept!.value]);
  });

  it("hands over a batch item by item, and sets aside only the item that a handler cannot take", async () => {
    const letters: string[][] = [];
    await harness.sendBatch(1, ["a", "bad", "c", "d", "e"], 0);
    await harness.mark(1);
    await harness.start({
      onRecords: async (topic, records, context) => {
        const signals = records as readonly StreamRecord<PopularitySignal>[];
        if (signals.some(({ value }) => value!.id === "bad")) throw new Unusable("BAD", "a bad one", RECORD);
        await ledgerHandlers.onRecords(topic, records, context);
      },
    });
    await harness.completed(1);
    expect(harness.store.rows.epochs).toEqual([{ epoch: 1, ids: ["a", "c", "d", "e"] }]);
    for await (const { value } of harness.log.read([deadLetterTopics.scoring.name])) {
      const letter = await harness.codec.decode(deadLetterTopics.scoring, value!);
      const items = await harness.codec.decodeItems(input, letter.value!);
      letters.push(items.map(({ id }) => id));
    }
    expect(letters).toEqual([["bad"]]);
  });

  it("sends a record's own headers with it alone, a tombstone's too, whether its topic is batched or not", async () => {
    const own = { reason: 'BELOW_THRESHOLD "0.4"' };
    await harness.start({
      onEpoch: async (_marker, { publish }: LedgerContext) => {
        await publish(output, "gone", null, own);
        await publish(output, "stays", trackOf("stays", "stays"));
        await publish(unalignedInput, "before", { artist: "before", graphVersion: 1 });
        await publish(unalignedInput, "gone", null, own);
        await publish(unalignedInput, "marked", { artist: "marked", graphVersion: 1 }, own);
        await publish(unalignedInput, "after", { artist: "after", graphVersion: 1 });
      },
    });
    await harness.mark(1);
    await harness.completed(1);
    const sent: Record<string, unknown> = {};
    for await (const { topic, key, headers } of harness.log.read([output.name, unalignedInput.name])) {
      const { reason, [EPOCH_HEADER]: epoch, [MARKER_HEADER]: isMarker } = headers;
      if (isMarker === undefined) sent[`${topic} ${String(key)}`] = [reason, epoch];
    }
    expect(sent).toEqual({
      [`${output.name} gone`]: [own.reason, "1"],
      [`${output.name} stays`]: [undefined, "1"],
      [`${unalignedInput.name} before`]: [undefined, "1"],
      [`${unalignedInput.name} gone`]: [own.reason, "1"],
      [`${unalignedInput.name} marked`]: [own.reason, "1"],
      [`${unalignedInput.name} after`]: [undefined, "1"],
    });
  });

  it("hands a record over with its headers", async () => {
    const reasons: (string | undefined)[] = [];
    await harness.start({
      onRecords: async (_topic, records) =>
        void reasons.push(...records.map(({ headers }) => headers["reason"])),
    });
    await harness.send(1, "a", 0, { reason: "because" });
    await harness.mark(1);
    await harness.completed(1);
    expect(reasons).toEqual(["because"]);
  });

  it("takes an unaligned input as it comes: no epoch waits for it, and none is too old", async () => {
    const keys: string[] = [];
    await harness.start({
      onRecords: async (topic, records) => {
        if (topic.name === unalignedInput.name) keys.push(...records.map(({ key }) => key));
      },
    });
    await harness.mark(1);
    await harness.completed(1);
    const value = harness.codec.encode(unalignedInput, { artist: "late", graphVersion: 1 });
    const headers = { [EPOCH_HEADER]: "1" };
    await harness.log.append([
      { topic: unalignedInput.name, key: Buffer.from("late"), value, headers },
      {
        topic: unalignedInput.name,
        key: Buffer.from("~marker"),
        value,
        headers: { ...headers, [MARKER_HEADER]: "1" },
      },
    ]);
    await expect.poll(() => keys).toEqual(["late"]);
  });

  it("goes on from its stored positions after a restart, also while it waits at a marker", async () => {
    await harness.start();
    await harness.send(1, "a", 0);
    await harness.mark(1, [0, 1]);
    await harness.stop();
    await harness.start();
    await harness.send(2, "b", 0);
    await harness.mark(1, [2, 3]);
    await harness.mark(2);
    await harness.completed(2);
    expect(harness.store.rows.epochs.map(({ ids }) => ids)).toEqual([["a"], ["b"]]);
  });

  it("repeats an epoch whose transaction was undone, and publishes it once", async () => {
    let failures = 2;
    const rolledBack: number[] = [];
    await harness.start({
      onEpoch: async (marker, { transaction, publish }: LedgerContext) => {
        await publish(output, "x", trackOf("x", "once"));
        if (failures-- > 0) throw Object.assign(new Error("deadlock detected"), { code: "40P01" });
        transaction.rows.epochs.push({ epoch: marker.epoch, ids: [] });
      },
      onRollback: () => void rolledBack.push(1),
    });
    await harness.mark(1);
    await harness.completed(1);
    expect((await published()).titles).toEqual(["once"]);
    expect(rolledBack).toHaveLength(2);
    expect((await harness.metrics.retries.get()).values).toMatchObject([
      { labels: { code: "40P01" }, value: 2 },
    ]);
  });

  it("sets aside what cannot be decoded or handled; the rest goes on", async () => {
    await harness.start({
      onRecords: async (_topic, records, { transaction }: LedgerContext) => {
        for (const { key } of records) {
          if (key === "poison") throw new Unusable("POISON", "cannot be handled", RECORD);
          transaction.rows.pending.push([key, 1]);
        }
      },
    });
    for (const id of ["a", "poison", "b"]) await harness.send(1, id, 1);
    await harness.sendGarbage(1, 1);
    await harness.send(1, "c", 1);
    await harness.mark(1);
    await harness.completed(1);
    expect(harness.store.rows.epochs).toEqual([{ epoch: 1, ids: ["a", "b", "c"] }]);
    expect((await deadLetterCodes()).sort()).toEqual(["POISON", "VALUE_UNDECODABLE"]);
  });

  it("tries again what it could not decode for want of the registry", async () => {
    const decodeItems = harness.codec.decodeItems.bind(harness.codec);
    const error = new Unusable("REGISTRY_UNREACHABLE", "the registry does not respond");
    vi.spyOn(harness.codec, "decodeItems").mockRejectedValueOnce(error).mockImplementation(decodeItems);
    await harness.start();
    await harness.send(1, "a", 1);
    await harness.mark(1);
    await harness.completed(1);
    expect(harness.store.rows.epochs).toEqual([{ epoch: 1, ids: ["a"] }]);
    expect(await deadLetterCodes()).toEqual([]);
    expect((await harness.metrics.retries.get()).values).toMatchObject([{ labels: { code: error.code } }]);
  });

  it("writes a rejected record once when another of its batch fails", async () => {
    await harness.start({
      onRecords: async (_topic, records, { reject }: LedgerContext) => {
        for (const record of records) {
          if (record.key === "bad") reject(record, "BAD", "is bad");
          if (record.key === "poison") throw new Unusable("POISON", "cannot be handled", RECORD);
        }
      },
    });
    for (const id of ["bad", "poison"]) await harness.send(1, id, 1);
    await harness.mark(1);
    await harness.completed(1);
    expect((await deadLetterCodes()).sort()).toEqual(["BAD", "POISON"]);
  });

  it("gives up after bounded attempts at what fails for an unknown cause", async () => {
    await harness.start({ onEpoch: () => Promise.reject(new Error("never works")) });
    await harness.mark(1);
    const gaveUp = { code: "BATCH_FAILED", cause: { message: "never works" } };
    await expect(harness.runner!.ended).rejects.toMatchObject(gaveUp);
  });

  it("makes no dead letters of good records when its own program fails", async () => {
    await harness.start({ onRecords: () => Promise.reject(new TypeError("x is not a function")) });
    for (const id of ["a", "b"]) await harness.send(1, id, 1);
    await expect(harness.runner!.ended).rejects.toMatchObject({ code: "BATCH_FAILED" });
    expect(await deadLetterCodes()).toEqual([]);
    await harness.stop();
    await harness.start();
    await harness.mark(1);
    await harness.completed(1);
    expect(harness.store.rows.epochs).toEqual([{ epoch: 1, ids: ["a", "b"] }]);
  });

  it("stops at once, with its own code, at what is known to be final", async () => {
    let attempts = 0;
    await harness.start({
      onEpoch: () => {
        attempts += 1;
        return Promise.reject(new Unusable("GAP", "a delta is missing", { fault: "final" }));
      },
    });
    await harness.mark(1);
    await expect(harness.runner!.ended).rejects.toMatchObject({ code: "GAP" });
    expect(attempts).toBe(1);
  });

  it("repeats what fails for a passing cause for as long as it takes, and says meanwhile what blocks it", async () => {
    let failures = 40;
    let blocked: Blocked | null = null;
    await harness.start({
      onRecords: async (...args) => {
        blocked = harness.runner!.blocked;
        if (failures-- > 0) throw new Unusable("53100", "disk full", TRANSIENT);
        await ledgerHandlers.onRecords(...args);
      },
    });
    expect(harness.runner!.blocked).toBeNull();
    await harness.send(1, "a", 1);
    await harness.mark(1);
    await harness.completed(1);
    expect(blocked).toMatchObject({ code: "53100", reason: "disk full" });
    expect(harness.store.rows.epochs).toEqual([{ epoch: 1, ids: ["a"] }]);
    expect(await deadLetterCodes()).toEqual([]);
    expect(harness.runner!.blocked).toBeNull();
    expect((await harness.metrics.blocked.get()).values).toEqual([]);
  });

  it("can be stopped while it is blocked", async () => {
    await harness.start({ onRecords: () => Promise.reject(new Unusable("53100", "disk full", TRANSIENT)) });
    await harness.send(1, "a", 1);
    await expect.poll(() => harness.runner!.blocked?.code).toBe("53100");
    await harness.stop();
    await harness.start();
    await harness.mark(1);
    await harness.completed(1);
    expect(harness.store.rows.epochs).toEqual([{ epoch: 1, ids: ["a"] }]);
  });

  it("waits for its servers when it starts", async () => {
    const partitions = vi.spyOn(harness.log, "partitions");
    const completedEpoch = vi.spyOn(harness.store, "completedEpoch");
    const positions = vi.spyOn(harness.store, "positions");
    for (const server of [partitions, completedEpoch, positions]) {
      for (let time = 0; time < 10; time += 1)
        server.mockRejectedValueOnce(new Unusable("AWAY", "", TRANSIENT));
    }
    await harness.send(1, "a", 1);
    await harness.mark(1);
    await harness.start();
    await harness.completed(1);
    expect(harness.store.rows.epochs).toEqual([{ epoch: 1, ids: ["a"] }]);
  });

  it("refuses an input without markers", () => {
    const unaligned = { ...definition, inputs: [topics.epochs] };
    expect(() => new StageRunner({ definition: unaligned } as never)).toThrow(
      /ingestion.epochs has no markers/,
    );
  });

  it("hands every record over once, in its epoch, whatever the interleaving, duplicates and failures", async () => {
    const send = fc.record({ partition: fc.nat(3), twice: fc.boolean() });
    const world = fc.array(fc.array(send, { maxLength: 6 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        world,
        fc.array(fc.boolean(), { maxLength: 8 }),
        fc.boolean(),
        async (epochs, failures, restart) => {
          const trial = new StageHarness();
          await trial.createTopics();
          const fail = failures.slice(0, 3);
          const onRollback = (): void => {};
          const start = (): Promise<void> => trial.start({ onRollback });
          // Fails now and then at commit, after everything has been written.
          const original = trial.store.saveCompletedEpoch.bind(trial.store);
          trial.store.saveCompletedEpoch = async (...args) => {
            await original(...args);
            if (fail.shift() === true) throw new Error("lost the connection at commit");
          };
          await start();
          for (const [index, sends] of epochs.entries()) {
            for (const [number, { partition, twice }] of sends.entries()) {
              const id = `${index + 1}.${number}`;
              await trial.send(index + 1, id, partition);
              if (twice && index > 0) await trial.send(index, `old ${id}`, partition);
            }
            await trial.mark(index + 1, [3, 1, 0, 2]);
            if (restart) {
              await trial.stop();
              await start();
            }
          }
          await trial.completed(epochs.length);
          await trial.stop();
          const seen = trial.store.rows.epochs.map(({ ids }) => ids.filter((id) => !id.startsWith("old")));
          expect(seen).toEqual(
            epochs.map((sends, index) => sends.map((_, number) => `${index + 1}.${number}`).sort()),
          );
          expect(
            trial.store.rows.epochs.slice(1).flatMap(({ ids }) => ids.filter((id) => id.startsWith("old"))),
          ).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
