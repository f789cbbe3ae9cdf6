import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventLog, LogRecord, OutgoingRecord, TopicLayout } from "../../log/event-log.js";
import { RecordingSubscriber } from "./recording-subscriber.js";
import {
  createTestLog,
  numbered,
  readAll,
  record,
  single,
  state,
  words,
  type CreateLog,
} from "./test-log.js";

const FENCED = { name: "EventLogError", code: "PRODUCER_FENCED" };
const REFUSED = { name: "EventLogError", code: "RECORD_REFUSED" };
const OUTPUT_LOST = { name: "EventLogError", code: "OUTPUT_LOST" };
const ENDED = { name: "EventLogError", code: "LOG_CLOSED" };

/** More than any of the suite's topics takes. */
const tooLarge: OutgoingRecord = { ...record(single, "too large"), value: Buffer.alloc(9_000_000, 1) };

function texts(records: readonly LogRecord[]): string[] {
  return records.map(({ value }) => String(value));
}

/** For a broker that is busy. */
const SEEN = { timeout: 20_000 };

export function describeAppenders(create: CreateLog): void {
  describe("an appender", () => {
    let log: EventLog;
    beforeEach(async () => {
      log = await createTestLog(create);
    });
    afterEach(() => log.close());

    const textsOf = async (topic: TopicLayout): Promise<string[]> => texts(await readAll(log, [topic]));

    it("keeps order, and says where partitions end", async () => {
      const appender = await log.openAppender("a");
      expect(await appender.append([])).toEqual(new Map());
      const calls = [
        appender.append([...numbered(single, 0, 3), ...numbered(words, 0, 2, 1)]),
        appender.append(numbered(words, 2, 4, 1)),
        appender.append(numbered(single, 3, 5)),
      ];
      const [first, second] = await Promise.all(calls);
      expect(first).toEqual(
        new Map([
          ["single/0", 3n],
          ["words/1", 2n],
        ]),
      );
      await expect.poll(() => textsOf(words), SEEN).toEqual(["0", "1", "2", "3"]);
      expect(second!.get("words/1")).toBe((await readAll(log, [words])).at(-1)!.offset + 1n);
      await expect.poll(() => textsOf(single), SEEN).toEqual(["0", "1", "2", "3", "4"]);
    });

    it("shows all of a call or nothing", async () => {
      const appender = await log.openAppender("a");
      // Several requests' worth.
      const value = Buffer.alloc(20_000, 1);
      const records = numbered(single, 0, 150).map((one) => ({ ...one, value }));
      const appended = Array.from({ length: 4 }, () => appender.append(records));
      const counts: number[] = [];
      for (const _ of appended) counts.push((await readAll(log, [single])).length);
      await Promise.all(appended);
      expect(counts.map((count) => count % records.length)).toEqual(counts.map(() => 0));
      await expect.poll(() => textsOf(single), SEEN).toHaveLength(4 * records.length);
    });

    it("shows nothing of a call of which a record is refused, and ends", async () => {
      const appender = await log.openAppender("a");
      await appender.append(numbered(single, 0, 2));
      await expect(appender.append([...numbered(single, 2, 4), tooLarge])).rejects.toMatchObject(REFUSED);
      await expect(appender.append(numbered(single, 2, 4))).rejects.toMatchObject(ENDED);
      const next = await log.openAppender("a");
      await next.append(numbered(single, 4, 6));
      await expect.poll(() => textsOf(single), SEEN).toEqual(["0", "1", "4", "5"]);
    });

    it("is fenced by one that is opened later under its identity, and only by that", async () => {
      const [paused, other] = [await log.openAppender("a"), await log.openAppender("b")];
      await paused.append([record(single, "before")]);
      const successor = await log.openAppender("a");
      await successor.append([record(single, "of the successor")]);
      await expect(paused.append([record(single, "too late")])).rejects.toMatchObject(FENCED);
      await expect(paused.append([record(single, "too late")])).rejects.toMatchObject(ENDED);
      await other.append([record(single, "of another")]);
      await successor.append([record(single, "after")]);
      await expect
        .poll(() => textsOf(single), SEEN)
        .toEqual(["before", "of the successor", "of another", "after"]);
    });

    it("leaves all or nothing of the call at which it was fenced, before what its successor appends", async () => {
      const value = Buffer.alloc(20_000, 1);
      const paused = await log.openAppender("a");
      await paused.append([record(single, "first")]);
      const underWay = paused.append(numbered(single, 0, 150).map((one) => ({ ...one, value })));
      const successor = await log.openAppender("a");
      const outcome = await underWay.then(
        () => "appended",
        (error: { code: string }) => error.code,
      );
      await successor.append([record(single, "last")]);
      await expect.poll(async () => (await textsOf(single)).at(-1), SEEN).toBe("last");
      const found = await textsOf(single);
      expect(found[0]).toBe("first");
      // Committed, and fenced before it heard of that: both are there.
      expect(["appended", "PRODUCER_FENCED"]).toContain(outcome);
      expect(outcome === "appended" ? [152] : [2, 152]).toContain(found.length);
    });

    it("is seen by subscribers that stood at the end, as by those that begin", async () => {
      const appender = await log.openAppender("a");
      await appender.append(numbered(single, 0, 3));
      const subscriber = await RecordingSubscriber.start(log, { topics: [single.name] });
      await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(3);
      await appender.append(numbered(single, 3, 6));
      await expect.poll(() => subscriber.records.length, { timeout: 20_000 }).toBe(6);
      const nextOffset = subscriber.records.at(-1)!.offset + 1n;
      await subscriber.close();
      await appender.append(numbered(single, 6, 9));
      const store = new Map([["single/0", nextOffset]]);
      const after = await RecordingSubscriber.start(log, { topics: [single.name], store });
      await expect.poll(() => after.texts(single.name), { timeout: 20_000 }).toEqual(["6", "7", "8"]);
    });

    it("leaves the newest record of a partition to be found, whatever lies behind it", async () => {
      const appender = await log.openAppender("a");
      await appender.append([...numbered(words, 0, 20, 0), ...numbered(words, 0, 20, 2)]);
      await expect
        .poll(async () => [...(await log.newest([words.name])).keys()].sort(), SEEN)
        .toEqual(["words/0", "words/2"]);
      const undone = [...numbered(words, 20, 120, 0), { ...tooLarge, topic: state.name, partition: 0 }];
      await expect(appender.append(undone)).rejects.toMatchObject(REFUSED);
      const next = await log.openAppender("a");
      await next.append(numbered(words, 20, 21, 3));
      const newest = async (): Promise<string[]> =>
        [...(await log.newest([words.name, state.name, single.name]))]
          .map(([name, { value }]) => `${name}: ${value}`)
          .sort();
      await expect.poll(newest, SEEN).toEqual(["words/0: 19", "words/2: 19", "words/3: 20"]);
    });

    it("is not opened when a topic ends before what was appended to it", async () => {
      const appender = await log.openAppender("a");
      const ends = await appender.append(numbered(single, 0, 3));
      await (await log.openAppender("a", ends)).append(numbered(single, 3, 5));
      await recreate(log);
      await log.append(numbered(single, 0, 2));
      await expect(log.openAppender("a", ends)).rejects.toMatchObject(OUTPUT_LOST);
    });

    it("appends nothing to a topic that was created anew under it", async () => {
      const appender = await log.openAppender("a");
      await appender.append(numbered(single, 0, 3));
      await recreate(log);
      await expect(appender.append(numbered(single, 3, 5))).rejects.toMatchObject(OUTPUT_LOST);
      await log.openAppender("a");
      expect(await readAll(log, [single])).toEqual([]);
    });
  });
}

async function recreate(log: EventLog): Promise<void> {
  await log.deleteTopics([single.name]);
  await log.createTopics([single]);
}
