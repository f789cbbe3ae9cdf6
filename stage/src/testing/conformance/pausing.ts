import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventLog } from "../../log/event-log.js";
import { createTestLog, numbered, words, type CreateLog } from "./test-log.js";
import { RecordingSubscriber } from "./recording-subscriber.js";

const first = { topic: words.name, partition: 0 };

export function describePausing(create: CreateLog): void {
  describe("pausing", () => {
    let log: EventLog;
    beforeEach(async () => {
      log = await createTestLog(create);
    });
    afterEach(() => log.close());

    it("holds back the rest of a batch and gives it, exactly, when resumed", async () => {
      await log.append(numbered(words, 0, 10, 0));
      const subscriber = await RecordingSubscriber.start(log, {
        topics: [words.name],
        decide: ({ partition, records }) =>
          partition === 0 && records[0]!.offset === 0n ? { nextOffset: 4n, pause: true } : {},
      });
      await expect.poll(() => subscriber.texts(words.name, 0).length, { timeout: 20_000 }).toBe(4);
      // What comes in other partitions shows that the log went on, and passed the paused one by.
      await log.append([...numbered(words, 10, 12, 0), ...numbered(words, 0, 5, 1)]);
      await expect.poll(() => subscriber.texts(words.name, 1).length, { timeout: 20_000 }).toBe(5);
      await log.append(numbered(words, 0, 5, 2));
      await expect.poll(() => subscriber.texts(words.name, 2).length, { timeout: 20_000 }).toBe(5);
      expect(subscriber.texts(words.name, 0)).toEqual(["0", "1", "2", "3"]);
      subscriber.resume([first]);
      await expect.poll(() => subscriber.texts(words.name, 0).length, { timeout: 20_000 }).toBe(12);
      expect(subscriber.texts(words.name, 0)).toEqual(Array.from({ length: 12 }, (_, index) => `${index}`));
      expect(subscriber.gaps).toBe(0);
    });

    it("may come again after each resume", async () => {
      await log.append(numbered(words, 0, 5, 0));
      const subscriber = await RecordingSubscriber.start(log, {
        topics: [words.name],
        decide: ({ records }) => ({ nextOffset: records[0]!.offset + 1n, pause: true }),
      });
      for (let count = 1; count <= 5; count++) {
        await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(count);
        subscriber.resume([first]);
      }
      expect(subscriber.texts(words.name, 0)).toEqual(["0", "1", "2", "3", "4"]);
      expect(subscriber.gaps).toBe(0);
    });

    it("does not outlive a resume that came while the batch was at hand", async () => {
      await log.append(numbered(words, 0, 5, 0));
      let subscriber: RecordingSubscriber | null = null;
      subscriber = await RecordingSubscriber.start(log, {
        topics: [words.name],
        decide: ({ records }) => {
          subscriber?.resume([first]);
          return { nextOffset: records[0]!.offset + 1n, pause: true };
        },
      });
      await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(5);
    });

    it("can hold back everything", async () => {
      await log.append(numbered(words, 0, 100));
      const subscriber = await RecordingSubscriber.start(log, {
        topics: [words.name],
        decide: ({ records }) => ({ nextOffset: records[0]!.offset + 1n, pause: true }),
      });
      await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(4);
      const partitions = [0, 1, 2, 3].map((partition) => ({ topic: words.name, partition }));
      subscriber.resume(partitions);
      await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(8);
    });

    it("is nothing to resume for partitions that are another's", async () => {
      const subscriber = await RecordingSubscriber.start(log, { topics: [words.name] });
      subscriber.resume([{ topic: "never heard of", partition: 3 }, first]);
      await log.append(numbered(words, 0, 3, 0));
      await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(3);
    });
  });
}
