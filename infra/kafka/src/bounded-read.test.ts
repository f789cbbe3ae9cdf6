import {
  type LogRecord,
  type OffsetRange,
  type PartitionBatch,
  type SubscribeOptions,
  type TopicPartition,
  partitionName,
} from "@interlude/stage";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { boundedRead } from "./bounded-read.js";

const one: OffsetRange = { topic: "t", partition: 0, earliest: 0n, end: 3n };
const two: OffsetRange = { topic: "t", partition: 1, earliest: 5n, end: 7n };
const PATIENCE_MS = 1_000;

type Options = SubscribeOptions & { onSkipped?(partition: TopicPartition, nextOffset: bigint): void };

function batch({ topic, partition }: TopicPartition, ...offsets: number[]): PartitionBatch {
  const records = offsets.map((offset): LogRecord => ({
    topic,
    partition,
    offset: BigInt(offset),
    key: null,
    value: null,
    headers: {},
    timestamp: 0,
  }));
  return { topic, partition, records, fetchedFrom: BigInt(offsets[0]!), highWatermark: 100n };
}

/** A read whose log is played by the test. */
function startRead(...ranges: OffsetRange[]): {
  log: Promise<Options>;
  close: ReturnType<typeof vi.fn>;
  records: AsyncGenerator<LogRecord>;
} {
  const { promise, resolve } = withResolver<Options>();
  const close = vi.fn(async () => {});
  const records = boundedRead({
    ranges: new Map(ranges.map((range) => [partitionName(range), range])),
    group: "g",
    patienceMs: PATIENCE_MS,
    subscribe: async (options) => {
      resolve(options);
      const ended = new Promise<void>(() => {});
      return { resume: () => {}, millisecondsSincePoll: () => 0, outage: null, ended, close };
    },
  });
  return { log: promise, close, records };
}

function withResolver<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => {};
  return { promise: new Promise<Value>((settle) => (resolve = settle)), resolve };
}

async function placesOf(records: AsyncGenerator<LogRecord>): Promise<string[]> {
  const read: string[] = [];
  for await (const record of records) read.push(`${record.partition}:${record.offset}`);
  return read;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a bounded read", () => {
  it("ends when every partition has come to its end, by records or past offsets without one", async () => {
    const { log, close, records } = startRead(one, two);
    const read = placesOf(records);
    const { onBatches, onSkipped } = await log;
    await onBatches([batch(one, 0, 1), batch(two, 5)]);
    onSkipped!(one, 3n);
    await onBatches([batch(two, 6, 7)]);
    expect(await read).toEqual(["0:0", "0:1", "1:5", "1:6"]);
    expect(close).toHaveBeenCalledOnce();
  });

  it("fails, naming them, when partitions come no further: a part once passed for all there is", async () => {
    const { log, close, records } = startRead(one, two);
    const failed = placesOf(records).catch((error: unknown) => error);
    const { onBatches } = await log;
    await vi.advanceTimersByTimeAsync(PATIENCE_MS - 1);
    await onBatches([batch(one, 0, 1, 2), batch(two, 5)]);
    await vi.advanceTimersByTimeAsync(PATIENCE_MS);
    expect(await failed).toMatchObject({
      code: "LOG_UNREACHABLE",
      message: expect.stringMatching(/t\/1 .*part/s),
    });
    expect(close).toHaveBeenCalledOnce();
  });

  it("does not lose patience with its receiver", async () => {
    const { log, records } = startRead(one);
    const first = records.next();
    const { onBatches } = await log;
    const taken = onBatches([batch(one, 0, 1, 2)]);
    await first;
    await vi.advanceTimersByTimeAsync(10 * PATIENCE_MS);
    expect(await placesOf(records)).toEqual(["0:1", "0:2"]);
    await taken;
  });
});
