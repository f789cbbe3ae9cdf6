import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventLog } from "../../log/event-log.js";
import { createTestLog, numbered, record, single, state, words, type CreateLog } from "./test-log.js";
import { RecordingSubscriber } from "./recording-subscriber.js";

export function describeSubscribing(create: CreateLog): void {
  describe("subscribing", () => {
    let log: EventLog;
    beforeEach(async () => {
      log = await createTestLog(create);
    });
    afterEach(() => log.close());

    it("gives what is there and what comes, once each, in order within partitions", async () => {
      await log.append(numbered(words, 0, 100));
      const subscriber = await RecordingSubscriber.start(log, { topics: [words.name, state.name] });
      await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(100);
      await log.append([...numbered(words, 100, 150), ...numbered(state, 0, 50)]);
      await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(200);
      for (const [name, end] of await log.endOffsets([words.name, state.name])) {
        const offsets = subscriber.records
          .filter(({ topic, partition }) => `${topic}/${partition}` === name)
          .map(({ offset }) => offset);
        expect(offsets).toEqual(Array.from({ length: Number(end) }, (_, offset) => BigInt(offset)));
      }
      expect(subscriber.beyondHighWatermark).toBe(0);
      expect(subscriber.gaps).toBe(0);
    });

    it("begins where the store says, and with the earliest record where it says nothing", async () => {
      await log.append([...numbered(words, 0, 5, 0), ...numbered(words, 0, 5, 1)]);
      const store = new Map([["words/0", 3n]]);
      const subscriber = await RecordingSubscriber.start(log, { topics: [words.name], store });
      await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(7);
      expect(subscriber.texts(words.name, 0)).toEqual(["3", "4"]);
      expect(subscriber.texts(words.name, 1)).toEqual(["0", "1", "2", "3", "4"]);
    });

    it("asks the store, not the broker, when it comes back", async () => {
      await log.append(numbered(single, 0, 10));
      const before = await RecordingSubscriber.start(log, { topics: [single.name] });
      await expect.poll(() => before.records.length, { timeout: 20_000 }).toBe(10);
      await before.close();
      const store = new Map([["single/0", 4n]]);
      const after = await RecordingSubscriber.start(log, { topics: [single.name], store });
      await expect
        .poll(() => after.texts(single.name), { timeout: 20_000 })
        .toEqual(["4", "5", "6", "7", "8", "9"]);
    });

    it("hands over partitions together and never calls twice at once", async () => {
      let mostPartitions = 0;
      const subscriber = await RecordingSubscriber.start(log, {
        topics: [words.name],
        before: async (batches) => {
          mostPartitions = Math.max(mostPartitions, batches.length);
        },
      });
      await expect.poll(() => subscriber.assigned.length, { timeout: 20_000 }).toBe(4);
      for (let from = 0; from < 400; from += 40) await log.append(numbered(words, from, from + 40));
      await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(400);
      expect(subscriber.mostAtOnce).toBe(1);
      expect(mostPartitions).toBeGreaterThan(1);
    });

    it("goes on where it is told to, also backwards", async () => {
      await log.append(numbered(single, 0, 10));
      const seen: bigint[] = [];
      const offsets = [2n, 0n];
      const subscriber = await RecordingSubscriber.start(log, {
        topics: [single.name],
        decide: ({ records }) => {
          seen.push(records[0]!.offset);
          return { nextOffset: offsets.shift() ?? records.at(-1)!.offset + 1n };
        },
      });
      await expect.poll(() => seen, { timeout: 20_000 }).toEqual([0n, 2n, 0n]);
      await log.append([record(single, "10")]);
      await expect.poll(() => seen, { timeout: 20_000 }).toEqual([0n, 2n, 0n, 10n]);
      expect(subscriber.texts(single.name).at(-1)).toBe("10");
      expect(subscriber.gaps).toBe(0);
    });

    it("says from where on a batch is whole: where the one before was left, to the record", async () => {
      await log.append(numbered(single, 0, 6));
      const asked: bigint[] = [];
      const stops = [1n, 1n, 4n];
      const subscriber = await RecordingSubscriber.start(log, {
        topics: [single.name],
        store: new Map([["single/0", 1n]]),
        decide: ({ fetchedFrom, records }) => {
          asked.push(fetchedFrom);
          return { nextOffset: stops.shift() ?? records.at(-1)!.offset + 1n };
        },
      });
      await expect.poll(() => asked, { timeout: 20_000 }).toEqual([1n, 1n, 1n, 4n]);
      await log.append([record(single, "6")]);
      await expect.poll(() => asked, { timeout: 20_000 }).toEqual([1n, 1n, 1n, 4n, 6n]);
      expect(subscriber.gaps).toBe(0);
    });

    it("ends where the store is ahead of the log, for then records are lost", async () => {
      await log.append(numbered(single, 0, 3));
      const store = new Map([["single/0", 4n]]);
      const subscriber = await RecordingSubscriber.start(log, { topics: [single.name], store });
      await expect(subscriber.ended).rejects.toMatchObject({
        code: "CONSUMER_CRASHED",
        cause: { code: "OFFSET_LOST" },
      });
    });

    it("ends with an error when a batch fails", async () => {
      await log.append(numbered(single, 0, 3));
      const cause = new Error("the store is gone");
      const subscriber = await RecordingSubscriber.start(log, {
        topics: [single.name],
        before: () => Promise.reject(cause),
      });
      await expect(subscriber.ended).rejects.toMatchObject({
        name: "EventLogError",
        code: "CONSUMER_CRASHED",
        message: expect.stringContaining("the store is gone"),
        cause,
      });
      await expect(subscriber.close()).resolves.toBeUndefined();
    });

    it("lets the batch at hand finish when it is closed, and gives no other", async () => {
      await log.append(numbered(single, 0, 3));
      let enter: () => void = () => {};
      let leave: () => void = () => {};
      const entered = new Promise<void>((resolve) => (enter = resolve));
      const left = new Promise<void>((resolve) => (leave = resolve));
      const subscriber = await RecordingSubscriber.start(log, {
        topics: [single.name],
        before: () => {
          enter();
          return left;
        },
      });
      await entered;
      let closed = false;
      const closing = subscriber.close().then(() => (closed = true));
      await log.append(numbered(single, 3, 6));
      expect(closed).toBe(false);
      leave();
      await closing;
      expect(subscriber.texts(single.name)).toEqual(["0", "1", "2"]);
      await expect(subscriber.ended).resolves.toBeUndefined();
    });

    it("says how long ago it polled", async () => {
      const subscriber = await RecordingSubscriber.start(log, { topics: [single.name] });
      await log.append([record(single, "a")]);
      await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(1);
      expect(subscriber.millisecondsSincePoll()).toBeGreaterThanOrEqual(0);
      expect(subscriber.millisecondsSincePoll()).toBeLessThan(20_000);
      expect(subscriber.outage).toBeNull();
    });

    it("may be closed before its group has given it anything", async () => {
      const subscriber = await RecordingSubscriber.start(log, { topics: [single.name] });
      await subscriber.close();
      await expect(subscriber.ended).resolves.toBeUndefined();
    });
  });
}
