import { EPOCH_HEADER, MARKER_HEADER, MARKER_KEY, TRACE_HEADER, topics } from "@interlude/contracts";
import { type OutgoingRecord, createMemoryCodec } from "@interlude/infra-streaming";
import { describe, expect, it } from "vitest";
import { artistCredit } from "../testing/music-files.js";
import { EpochWriter, MARKED_TOPICS } from "./epoch-writer.js";

const TRACE = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
const marker = { epoch: 5, sequence: 105, kind: "packet", producedBy: "ingestion", ts: 1 } as const;

/** A log whose appends wait until they are let through. */
function gatedLog() {
  const appended: OutgoingRecord[][] = [];
  const gates: (() => void)[] = [];
  return {
    appended,
    open: () => gates.shift()?.(),
    append: (records: readonly OutgoingRecord[]) => {
      appended.push([...records]);
      return new Promise<void>((resolve) => gates.push(resolve));
    },
    partitions: async () => 2,
  };
}

function writerOn(
  log: Pick<ReturnType<typeof gatedLog>, "append" | "partitions">,
  signal = new AbortController().signal,
) {
  const rejected: string[] = [];
  const writer = new EpochWriter({
    log,
    codec: createMemoryCodec(),
    epoch: 5,
    trace: TRACE,
    now: () => 1,
    signal,
    onSent: () => undefined,
    onRejected: (code) => rejected.push(code),
  });
  return { writer, rejected };
}

const sendRows = (writer: EpochWriter, from: number, to: number) => {
  for (let id = from; id < to; id++) {
    const source = { kind: "dump", sequence: 100, xid: null, position: id } as const;
    const after = artistCredit(id) as never;
    writer.send(topics.artistCreditRows, `artist_credit:${id}`, {
      before: null,
      after,
      op: "r",
      source,
      ts: 0,
    });
  }
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("EpochWriter", () => {
  it("has one batch on its way while the next is gathered, and makes the reader wait for it", async () => {
    const log = gatedLog();
    const { writer } = writerOn(log);
    sendRows(writer, 0, 4_000);
    await writer.drain();
    sendRows(writer, 4_000, 8_000);
    let drained = false;
    const draining = writer.drain().then(() => (drained = true));
    await settled();
    expect([log.appended.length, drained]).toEqual([1, false]);
    log.open();
    await draining;
    expect(log.appended.map((batch) => String(batch[0]!.key))).toEqual([
      "artist_credit:0",
      "artist_credit:4000",
    ]);
  });

  it("marks every partition only after everything else is acknowledged", async () => {
    const log = gatedLog();
    const { writer } = writerOn(log);
    sendRows(writer, 0, 3);
    const finishing = writer.finish(marker);
    await settled();
    expect(log.appended).toHaveLength(1);
    log.open();
    await settled();
    log.open();
    await finishing;
    const markers = log.appended[1]!;
    expect(markers.map(({ topic, partition }) => [topic, partition])).toEqual(
      MARKED_TOPICS.flatMap(({ name }) => [
        [name, 0],
        [name, 1],
      ]),
    );
    for (const { key, headers } of markers) {
      expect(String(key)).toBe(MARKER_KEY);
      expect(headers).toEqual({ [EPOCH_HEADER]: "5", [TRACE_HEADER]: TRACE, [MARKER_HEADER]: "1" });
    }
  });

  it("fails with what the log failed with, at the next batch at the latest", async () => {
    const failing = { append: () => Promise.reject(new Error("gone")), partitions: async () => 1 };
    const { writer } = writerOn(failing);
    sendRows(writer, 0, 4_000);
    await writer.drain();
    await expect(writer.finish(marker)).rejects.toThrow("gone");
  });

  it("stops half-way when it is told to", async () => {
    const log = gatedLog();
    const end = new AbortController();
    const { writer } = writerOn(log, end.signal);
    sendRows(writer, 0, 4_000);
    await writer.drain();
    end.abort(new Error("stopping"));
    await expect(writer.drain()).rejects.toThrow("stopping");
  });

  it("keeps the first half megabyte of input that is set aside, and says how long it was", async () => {
    const log = gatedLog();
    const { writer, rejected } = writerOn(log);
    const bytes = Buffer.alloc(2_000_000);
    writer.reject({ file: "f", member: "m", line: 3, code: "SOME_CODE", reason: "because", bytes });
    void writer.finish(marker);
    await settled();
    const [letter] = log.appended[0]!;
    expect(String(letter!.key)).toBe("5:f:m:3");
    const decoded = await createMemoryCodec().decode(
      { ...topics.packets, name: "ingestion.dead-letters", schema: "dead-letter" },
      letter!.value!,
    );
    expect(decoded).toMatchObject({
      value: bytes.subarray(0, 512 * 1024),
      headers: { "original-bytes": "2000000" },
    });
    expect(rejected).toEqual(["SOME_CODE"]);
  });

  it("gives up on a file that is nothing but bad rows", () => {
    const { writer } = writerOn(gatedLog());
    const bad = { file: "f", member: null, line: 1, code: "BAD", reason: "r", bytes: Buffer.from("x") };
    const rejectAll = () => {
      for (let i = 0; i <= 10_000; i++) writer.reject(bad);
    };
    expect(rejectAll).toThrow(expect.objectContaining({ code: "TOO_MANY_REJECTED" }));
  });
});
