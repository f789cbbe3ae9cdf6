import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { partitionName, type EventLog } from "../../log/event-log.js";
import { createTestLog, numbered, single, words, type CreateLog } from "./test-log.js";
import { RecordingSubscriber } from "./recording-subscriber.js";

export function describeGroups(create: CreateLog): void {
  describe("groups", () => {
    let log: EventLog;
    beforeEach(async () => {
      log = await createTestLog(create);
    });
    afterEach(() => log.close());

    it("divide partitions, and one takes over when the other closes", async () => {
      const store = new Map<string, bigint>();
      const one = await RecordingSubscriber.start(log, { topics: [words.name], store });
      await expect.poll(() => one.assigned.length, { timeout: 20_000 }).toBe(4);
      const two = await RecordingSubscriber.start(log, { topics: [words.name], store });
      await expect
        .poll(() => [one, two].map(({ assigned }) => assigned.length), { timeout: 20_000 })
        .toEqual([2, 2]);
      const shares = [...one.assigned, ...two.assigned].map(partitionName);
      expect(new Set(shares).size).toBe(4);

      await log.append(numbered(words, 0, 100));
      await expect.poll(() => one.records.length + two.records.length, { timeout: 20_000 }).toBe(100);
      expect(one.records.length).toBeGreaterThan(0);
      expect(two.records.length).toBeGreaterThan(0);

      await one.close();
      await log.append(numbered(words, 100, 200));
      await expect.poll(() => one.records.length + two.records.length, { timeout: 30_000 }).toBe(200);
      const texts = [...one.texts(words.name), ...two.texts(words.name)].map(Number);
      expect(texts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index));
    });

    it("begin an assignment with nothing paused", async () => {
      const store = new Map<string, bigint>();
      await log.append(numbered(single, 0, 4));
      const one = await RecordingSubscriber.start(log, {
        topics: [single.name],
        store,
        decide: () => ({ nextOffset: 2n, pause: true }),
      });
      await expect.poll(() => one.records.length, { timeout: 20_000 }).toBe(2);
      await one.close();
      const two = await RecordingSubscriber.start(log, { topics: [single.name], store });
      await expect.poll(() => two.texts(single.name), { timeout: 20_000 }).toEqual(["2", "3"]);
    });

    it("read independently of each other", async () => {
      await log.append(numbered(single, 0, 10));
      const one = await RecordingSubscriber.start(log, { topics: [single.name], group: "one" });
      const two = await RecordingSubscriber.start(log, { topics: [single.name], group: "two" });
      await expect
        .poll(() => [one.records.length, two.records.length], { timeout: 20_000 })
        .toEqual([10, 10]);
    });
  });
}
