import {
  type AnyRowChange,
  EPOCH_HEADER,
  INPUT_OFFSET_HEADER,
  MARKER_HEADER,
  PARTITIONS_HEADER,
  MARKER_KEY,
  TRACE_HEADER,
  deadLetterTopics,
  tableTopics,
  topics,
} from "@interlude/contracts";
import type { LogRecord, OutgoingRecord, PartitionEnds } from "@interlude/stage";
import { createMemoryCodec } from "@interlude/stage/testing";
import { describe, expect, it } from "vitest";
import type { RejectedInput } from "../dead-letters/dead-letter.js";
import { artistCredit } from "../testing/music-files.js";
import { EpochWriter, type EpochWriterOptions, MARKED_TOPICS } from "./epoch-writer.js";

const TRACE = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
const PARTITIONS = 2;
/** Enough rows for several requests. */
const MANY = 80_000;
const marker = { epoch: 5, sequence: 105, kind: "packet", producedBy: "ingestion", ts: 1 } as const;
const announcement = {
  topic: topics.epochs.name,
  key: Buffer.from("5"),
  value: Buffer.from("!"),
  headers: {},
};
const codec = createMemoryCodec();
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A log whose appends wait until they are let through. */
class GatedLog {
  readonly appended: OutgoingRecord[][] = [];
  private readonly gates: (() => void)[] = [];

  constructor(private readonly held: readonly LogRecord[] = []) {}

  append = async (records: readonly OutgoingRecord[]): Promise<PartitionEnds> => {
    this.appended.push([...records]);
    await new Promise<void>((resolve) => this.gates.push(resolve));
    return new Map();
  };

  partitions = async (): Promise<number> => PARTITIONS;

  newest = async (): Promise<ReadonlyMap<string, LogRecord>> => {
    return new Map(this.held.map((record) => [`${record.topic}/${record.partition}`, record]));
  };

  open(): void {
    this.gates.shift()?.();
  }

  /** Lets everything through from here on. */
  async finish(writer: EpochWriter): Promise<void> {
    const finishing = writer.finish(marker, announcement);
    const done = finishing.then(() => true);
    while (!(await Promise.race([done, settled()]))) this.open();
    await finishing;
  }
}

async function writerOn(log: GatedLog, more: Partial<EpochWriterOptions> = {}) {
  const rejected: string[] = [];
  const kept: RejectedInput[] = [];
  const writer = await EpochWriter.open({
    strict: false,
    log,
    appender: log,
    letters: { keep: async (letters) => void kept.push(...letters) },
    codec,
    epoch: 5,
    files: ["first", "second"],
    resumes: "nothing",
    trace: TRACE,
    now: () => 1,
    signal: new AbortController().signal,
    onSent: () => undefined,
    onDeadLetter: (code) => rejected.push(code),
    ...more,
  });
  writer.beginFile("first");
  return { writer, rejected, kept };
}

function sendRows(writer: EpochWriter, from: number, to: number): void {
  for (let id = from; id < to; id++) {
    const source = { kind: "dump", sequence: 100, xid: null, position: id } as const;
    const after = artistCredit(id) as never;
    writer.send(
      tableTopics.artist_credit,
      `artist_credit:${id}`,
      { before: null, after, op: "r", source, ts: 0 },
      id,
    );
  }
}

/** Row ids of records, in order. */
async function idsOf(records: readonly OutgoingRecord[]): Promise<number[]> {
  const ids: number[] = [];
  for (const { topic, headers, value } of records) {
    if (topic !== tableTopics.artist_credit.name || headers[MARKER_HEADER] !== undefined) continue;
    const items: AnyRowChange[] = await codec.decodeItems(tableTopics.artist_credit, value!);
    ids.push(...items.map(({ source }) => source.position));
  }
  return ids;
}

describe("EpochWriter", () => {
  it("puts the rows of a partition together, in order, and says how far each record reaches", async () => {
    const log = new GatedLog();
    const { writer } = await writerOn(log);
    sendRows(writer, 0, MANY);
    await log.finish(writer);
    const records = log.appended.flat().filter(({ headers }) => headers[MARKER_HEADER] === undefined);
    expect(records.length).toBeLessThan(MANY / 100);
    for (const partition of [0, 1]) {
      const own = records.filter((record) => record.partition === partition);
      const ids = await idsOf(own);
      expect(ids).toEqual(ids.toSorted((one, other) => one - other));
      for (const record of own) {
        expect(record.headers[INPUT_OFFSET_HEADER]).toBe(String((await idsOf([record])).at(-1)));
      }
    }
    expect((await idsOf(records)).length).toBe(MANY);
  });

  it("has one append on its way while the next is gathered, and makes the reader wait for it", async () => {
    const log = new GatedLog();
    const { writer } = await writerOn(log);
    sendRows(writer, 0, MANY);
    await writer.drain();
    sendRows(writer, MANY, 2 * MANY);
    let drained = false;
    const draining = writer.drain().then(() => (drained = true));
    await settled();
    expect([log.appended.length, drained]).toEqual([1, false]);
    log.open();
    await draining;
    expect(log.appended).toHaveLength(2);
  });

  it("has every partition marked, and the epoch announced, in the append of its last rows and after them", async () => {
    const log = new GatedLog();
    const { writer } = await writerOn(log);
    sendRows(writer, 0, MANY);
    await writer.drain();
    sendRows(writer, MANY, MANY + 3);
    const finishing = writer.finish(marker, announcement);
    await settled();
    expect(log.appended).toHaveLength(1);
    log.open();
    await settled();
    log.open();
    await finishing;
    expect(log.appended).toHaveLength(2);
    const last = log.appended[1]!;
    expect(last.at(-1)).toBe(announcement);
    const firstMarker = last.findIndex(({ headers }) => headers[MARKER_HEADER] !== undefined);
    expect(firstMarker).toBeGreaterThan(0);
    const markers = last.slice(firstMarker, -1);
    expect(markers.map(({ topic, partition }) => [topic, partition])).toEqual(
      MARKED_TOPICS.flatMap(({ name }) => [
        [name, 0],
        [name, 1],
      ]),
    );
    for (const { key, headers } of markers) {
      expect(String(key)).toBe(MARKER_KEY);
      const ofEpoch = { [EPOCH_HEADER]: "5", [TRACE_HEADER]: TRACE };
      expect(headers).toEqual({
        ...ofEpoch,
        [MARKER_HEADER]: "1",
        [PARTITIONS_HEADER]: "2",
      });
    }
  });

  it("sends what the log lacks of an epoch that was begun before, and counts all of it", async () => {
    const newest = (partition: number, headers: Record<string, string>): LogRecord => {
      const record = { topic: tableTopics.artist_credit.name, partition, offset: 9n, key: null, value: null };
      return { ...record, headers, timestamp: 0 };
    };
    const held = [
      newest(0, { [EPOCH_HEADER]: "5", [INPUT_OFFSET_HEADER]: "49" }),
      newest(1, { [EPOCH_HEADER]: "4", [INPUT_OFFSET_HEADER]: "70" }),
    ];
    const log = new GatedLog(held);
    const { writer } = await writerOn(log, { resumes: "everything" });
    sendRows(writer, 0, 100);
    await log.finish(writer);
    const all = new GatedLog();
    const { writer: fresh } = await writerOn(all);
    sendRows(fresh, 0, 100);
    await all.finish(fresh);
    const ofPartition = (one: GatedLog, partition: number) =>
      idsOf(one.appended.flat().filter((record) => record.partition === partition));
    expect(await ofPartition(log, 0)).toEqual((await ofPartition(all, 0)).filter((id) => id > 49));
    expect(await ofPartition(log, 1)).toEqual(await ofPartition(all, 1));
    expect(writer.counts).toEqual(fresh.counts);
    expect(writer.sent).toEqual(new Map([[tableTopics.artist_credit.name, 100]]));
  });

  it("does not mark a partition twice", async () => {
    const topic = tableTopics.tag.name;
    const headers = { [EPOCH_HEADER]: "5", [MARKER_HEADER]: "1" };
    const held = [{ topic, partition: 1, offset: 9n, key: null, value: null, headers, timestamp: 0 }];
    const log = new GatedLog(held);
    const { writer } = await writerOn(log, { resumes: "everything" });
    await log.finish(writer);
    const markers = log.appended.flat().filter((record) => record.topic === topic);
    expect(markers.map(({ partition }) => partition)).toEqual([0]);
  });

  it("fails with what the log failed with, at the next append at the latest", async () => {
    const failing = new GatedLog();
    failing.append = () => Promise.reject(new Error("gone"));
    const { writer } = await writerOn(failing);
    sendRows(writer, 0, MANY);
    await writer.drain();
    await expect(writer.finish(marker, announcement)).rejects.toThrow("gone");
  });

  it("stops half-way when it is told to", async () => {
    const end = new AbortController();
    const { writer } = await writerOn(new GatedLog(), { signal: end.signal });
    sendRows(writer, 0, MANY);
    await writer.drain();
    end.abort(new Error("stopping"));
    await expect(writer.drain()).rejects.toThrow("stopping");
  });

  it("keeps input that cannot be read whole, and puts its first half megabyte on the topic", async () => {
    const log = new GatedLog();
    const { writer, rejected, kept } = await writerOn(log);
    const bytes = Buffer.alloc(2_000_000);
    const origin = { reader: "dump" } as const;
    writer.deadLetter({
      member: "m",
      line: 3,
      offset: 2,
      code: "SOME_CODE",
      reason: "because",
      bytes,
      origin,
    });
    await log.finish(writer);
    const [letter] = log.appended[0]!;
    expect(String(letter!.key)).toBe("5:first:m:3");
    const decoded = await codec.decode(deadLetterTopics.ingestion, letter!.value!);
    expect(decoded).toMatchObject({
      file: "first",
      value: bytes.subarray(0, 512 * 1024),
      headers: { "original-bytes": "2000000" },
    });
    expect(rejected).toEqual(["SOME_CODE"]);
    expect(kept).toEqual([
      {
        epoch: 5,
        place: 2,
        file: "first",
        member: "m",
        line: 3,
        code: "SOME_CODE",
        reason: "because",
        bytes,
        origin,
      },
    ]);
  });

  it("counts what is skipped by name, however many names an archive makes up", async () => {
    const { writer } = await writerOn(new GatedLog());
    for (let table = 0; table < 5_000; table++) writer.skip(`made-up.${table}`, 2);
    const { skipped } = writer.counts;
    expect(Object.keys(skipped)).toHaveLength(1_001);
    expect(skipped["made-up.0"]).toBe(2);
    expect(skipped["other"]).toBe(8_000);
  });

  it("gives up on a file that is nothing but bad rows", async () => {
    const { writer } = await writerOn(new GatedLog());
    const bytes = Buffer.from("x");
    const origin = { reader: "popularity" } as const;
    const bad = { member: null, line: 1, offset: 0, code: "BAD", reason: "r", bytes, origin };
    const rejectAll = () => {
      for (let i = 0; i <= 10_000; i++) writer.deadLetter(bad);
    };
    expect(rejectAll).toThrow(expect.objectContaining({ code: "TOO_MANY_REJECTED" }));
  });
});
