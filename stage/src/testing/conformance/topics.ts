import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventLog } from "../../log/event-log.js";
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
