import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EventLog, type LogRecord, partitionName } from "../../log/event-log.js";
import {
  createTestLog,
  numbered,
  record,
  single,
  state,
  words,
  readAll,
  type CreateLog,
} from "./test-log.js";

export function describeReading(create: CreateLog): void {
  describe("reading", () => {
    let log: EventLog;
    beforeEach(async () => {
      log = await createTestLog(create);
    });
    afterEach(() => log.close());

    it("of empty topics ends at once", async () => {
      expect(await readAll(log, [words, single])).toEqual([]);
      expect(await readAll(log, [])).toEqual([]);
    });

    it("gives every record of several topics, each partition in order", async () => {
      await log.append([...numbered(words, 0, 200), ...numbered(state, 0, 50), ...numbered(single, 0, 20)]);
      const records = await readAll(log, [words, state]);
      expect(records).toHaveLength(250);
      const next = new Map<string, bigint>();
      for (const { topic, partition, offset } of records) {
        expect(offset).toBe(next.get(`${topic}/${partition}`) ?? 0n);
        next.set(`${topic}/${partition}`, offset + 1n);
      }
      expect(next).toEqual(
        new Map([...(await log.endOffsets([words.name, state.name]))].filter(([, end]) => end > 0n)),
      );
    });

    it("ends where the topic ended when it was called, though records go on coming", async () => {
      await log.append(numbered(single, 0, 10));
      const texts: string[] = [];
      for await (const { value } of log.read([single.name])) {
        texts.push(String(value));
        await log.append([record(single, "later")]);
      }
      expect(texts).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    });

    it("knows the newest record of each partition", async () => {
      expect(await log.newest([words.name])).toEqual(new Map());
      await log.append(numbered(words, 0, 200));
      const last = new Map<string, LogRecord>();
      for (const one of await readAll(log, [words])) last.set(partitionName(one), one);
      expect(await log.newest([words.name, single.name])).toEqual(last);
    });

    it("can be broken off, and begun anew", async () => {
      await log.append(numbered(single, 0, 10));
      for await (const { offset } of log.read([single.name])) if (offset === 3n) break;
      expect(await readAll(log, [single])).toHaveLength(10);
    });
  });
}
