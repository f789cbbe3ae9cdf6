import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { codeOf } from "../../errors.js";
import type { EventLog } from "../../log/event-log.js";
import { alignLayouts, checkLayouts } from "../../log/topic-layout.js";
import {
  createTestLog,
  missing,
  numbered,
  record,
  single,
  state,
  words,
  readAll,
  type CreateLog,
} from "./test-log.js";
import { RecordingSubscriber } from "./recording-subscriber.js";

export function describeTopics(create: CreateLog): void {
  describe("topics", () => {
    let log: EventLog;
    beforeEach(async () => {
      log = await createTestLog(create);
    });
    afterEach(() => log.close());

    it("have the partitions they were created with", async () => {
      expect(await log.partitions(words.name)).toBe(4);
      expect(await log.partitions(state.name)).toBe(2);
    });

    it("keep their records when they are created again", async () => {
      await log.append([record(single, "kept")]);
      await log.createTopics([words, single, state]);
      expect((await log.endOffsets([single.name])).get("single/0")).toBe(1n);
    });

    it("know the beginning of every partition", async () => {
      await log.append(numbered(words, 0, 3, 1));
      expect([...(await log.beginOffsets([words.name])).values()]).toEqual([0n, 0n, 0n, 0n]);
    });

    it("know the end of every partition", async () => {
      await log.append([...numbered(words, 0, 3, 1), ...numbered(words, 0, 2, 3)]);
      expect(await log.endOffsets([words.name, single.name])).toEqual(
        new Map([
          ["words/0", 0n],
          ["words/1", 3n],
          ["words/2", 0n],
          ["words/3", 2n],
          ["single/0", 0n],
        ]),
      );
    });

    it("are gone when they were deleted", async () => {
      await log.deleteTopics([state.name]);
      await expect.poll(() => log.partitions(state.name).catch((error) => error.code)).toBe("TOPIC_MISSING");
      await expect(log.deleteTopics([state.name])).resolves.toBeUndefined();
    });

    it("are compared with their layouts, which may be met by more", async () => {
      expect(await log.compareTopics([words, single, state])).toEqual([]);
      const differing = [
        { ...words, partitions: 8 },
        { ...state, partitions: 1 },
        { ...single, cleanup: "compact", retentionMs: -1 } as const,
        missing,
      ];
      const differences = await log.compareTopics([...differing, { ...words, retentionMs: 1 }]);
      const found = differences.map(({ topic, property, isAlterable }) => [topic, property, isAlterable]);
      expect(found).toEqual(
        expect.arrayContaining([
          ["words", "partitions", false],
          ["state", "partitions", false],
          ["single", "cleanup.policy", false],
          ["single", "retention.ms", true],
          ["missing", "topic", true],
        ]),
      );
      expect(differences.filter(({ topic }) => topic === "words")).toHaveLength(1);
      await expect(checkLayouts(log, differing)).rejects.toMatchObject({
        code: "TOPIC_LAYOUT_DIFFERS",
        message: expect.stringMatching(/words: partitions is 4 and should be 8.*single: cleanup.policy/s),
      });
    });

    it("are brought up to date, unless something cannot be altered: then nothing is", async () => {
      const longer = { ...single, retentionMs: 2 * single.retentionMs };
      const refused = alignLayouts(log, [longer, { ...state, partitions: 1 }, missing]);
      await expect(refused).rejects.toMatchObject({ code: "TOPIC_LAYOUT_DIFFERS" });
      expect(await log.compareTopics([longer, missing])).toHaveLength(2);
      await alignLayouts(log, [longer, missing]);
      expect(await log.compareTopics([longer, missing])).toEqual([]);
    });

    it("can grow while nothing reads them", async () => {
      expect(await log.readingGroups(single.name)).toEqual([]);
      const subscriber = await RecordingSubscriber.start(log, { topics: [single.name] });
      await expect.poll(() => subscriber.assigned.length, { timeout: 20_000 }).toBe(1);
      expect(await log.readingGroups(single.name)).toEqual([expect.stringMatching(/recorder$/)]);
      expect(await log.readingGroups(words.name)).toEqual([]);
      await subscriber.close();
      await expect.poll(() => log.readingGroups(single.name), { timeout: 20_000 }).toEqual([]);
      await log.growTopic(single.name, 2);
      expect(await log.partitions(single.name)).toBe(2);
      await log.append([record(single, "new", 1)]);
      expect((await log.endOffsets([single.name])).get("single/1")).toBe(1n);
    });

    it("end a subscription when they grow under it: it would wait for too few markers", async () => {
      const first = await RecordingSubscriber.start(log, { topics: [single.name] });
      await expect.poll(() => first.assigned.length, { timeout: 20_000 }).toBe(1);
      await log.growTopic(single.name, 2);
      let cause: unknown;
      first.ended.catch((error: Error) => (cause = error.cause));
      // A member that joins and leaves has all partitions given out anew.
      const second = await RecordingSubscriber.start(log, { topics: [single.name] });
      await expect
        .poll(() => cause !== undefined || second.assigned.length > 0, { timeout: 20_000 })
        .toBe(true);
      await second.close();
      await expect.poll(() => codeOf(cause), { timeout: 20_000 }).toBe("LAYOUT_CHANGED");
    });

    it("that do not exist are refused", async () => {
      const error = { name: "EventLogError", code: "TOPIC_MISSING" };
      const options = { group: "g", topics: [missing.name], startOffsets: async () => new Map() };
      await expect(log.partitions(missing.name)).rejects.toMatchObject(error);
      await expect(log.partitions("never heard of")).rejects.toMatchObject(error);
      await expect(log.endOffsets([missing.name])).rejects.toMatchObject(error);
      await expect(log.append([record(missing, "lost")])).rejects.toMatchObject(error);
      await expect(log.append([record(single, "lost", 7)])).rejects.toMatchObject(error);
      await expect(log.subscribe({ ...options, onBatches: async () => [] })).rejects.toMatchObject(error);
      await expect(readAll(log, [missing])).rejects.toMatchObject(error);
    });

    it("are out of reach once the log is closed", async () => {
      await log.close();
      const error = { name: "EventLogError", code: "LOG_CLOSED" };
      await expect(log.append([record(single, "late")])).rejects.toMatchObject(error);
      await expect(log.partitions(single.name)).rejects.toMatchObject(error);
      await expect(readAll(log, [single])).rejects.toMatchObject(error);
    });
  });
}
