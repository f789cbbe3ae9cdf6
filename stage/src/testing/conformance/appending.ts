import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventLog } from "../../log/event-log.js";
import { createTestLog, numbered, record, single, words, readAll, type CreateLog } from "./test-log.js";

/** Keys and what `Utils.murmur2` of Apache Kafka makes of them (from its own tests). */
const JAVA_HASHES = [
  ["21", -973932308],
  ["foobar", -790332482],
  ["a-little-bit-long-string", -985981536],
  ["a-little-bit-longer-string", -1486304829],
  ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
] as const;

export function describeAppending(create: CreateLog): void {
  describe("appending", () => {
    let log: EventLog;
    beforeEach(async () => {
      log = await createTestLog(create);
    });
    afterEach(() => log.close());

    it.each(JAVA_HASHES)("puts %s where a Java client puts it", async (key, hash) => {
      await log.append([record(words, key)]);
      const [found] = await readAll(log, [words]);
      expect(found).toMatchObject({ partition: (hash & 0x7fffffff) % 4, offset: 0n });
    });

    it("keeps order within a partition, over several appends under way at once", async () => {
      const appends = [0, 100, 200, 300].map((from) => log.append(numbered(single, from, from + 100)));
      await Promise.all(appends);
      const records = await readAll(log, [single]);
      expect(records.map(({ value }) => Number(value?.toString()))).toEqual(
        Array.from({ length: 400 }, (_, index) => index),
      );
      expect(records.map(({ offset }) => offset)).toEqual(records.map((_, index) => BigInt(index)));
    });

    it("keeps tombstones, absent keys, bytes and headers", async () => {
      const bytes = Buffer.from([0, 255, 128, 10]);
      await log.append([
        { topic: single.name, key: bytes, value: null, headers: { "interlude-epoch": "7", other: "ü" } },
        { topic: single.name, key: null, value: bytes, headers: {} },
        { topic: single.name, key: Buffer.alloc(0), value: Buffer.alloc(0), headers: { empty: "" } },
      ]);
      const records = await readAll(log, [single]);
      expect(records).toMatchObject([
        { key: bytes, value: null, headers: { "interlude-epoch": "7", other: "ü" } },
        { key: null, value: bytes, headers: {} },
        { key: Buffer.alloc(0), value: Buffer.alloc(0), headers: { empty: "" } },
      ]);
      expect(records.every(({ timestamp }) => timestamp > 0)).toBe(true);
    });

    it("takes more than fits one request, and a record larger than a mebibyte", async () => {
      const value = Buffer.alloc(100_000, 1);
      const large = Buffer.alloc(2_000_000, 2);
      const records = numbered(single, 0, 30).map((one) => ({ ...one, value }));
      await log.append([...records, { ...record(single, "large"), value: large }]);
      const sizes = (await readAll(log, [single])).map((one) => one.value?.length);
      expect(sizes).toEqual([...records.map(() => value.length), large.length]);
    });

    it("of nothing does nothing", async () => {
      await expect(log.append([])).resolves.toBeUndefined();
    });
  });
}
