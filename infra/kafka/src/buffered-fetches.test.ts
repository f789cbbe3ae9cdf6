import { describe, expect, it } from "vitest";
import type { PartitionBatch } from "@interlude/stage";
import { BufferedFetches } from "./buffered-fetches.js";

const partition = { topic: "words", partition: 2 };

/** Records at some offsets, of ten bytes each. */
function batchOf(...offsets: number[]): PartitionBatch {
  const records = offsets.map((offset) => ({
    ...partition,
    offset: BigInt(offset),
    key: null,
    value: Buffer.alloc(10),
    headers: {},
    timestamp: 0,
  }));
  return { ...partition, records, fetchedFrom: BigInt(offsets[0] ?? 0), highWatermark: 100n };
}

describe("BufferedFetches", () => {
  it("keeps what lies from an offset on, and gives it away once", () => {
    const buffered = new BufferedFetches();
    expect(buffered.add(batchOf(3, 4, 7, 9), 5n)).toBe(true);
    expect(buffered.take(partition)).toEqual({ ...batchOf(7, 9), fetchedFrom: 5n });
    expect(buffered.take(partition)).toBeUndefined();
    expect(buffered.take({ ...partition, partition: 1 })).toBeUndefined();
  });

  it("keeps all of a batch of which nothing was taken", () => {
    const buffered = new BufferedFetches();
    expect(buffered.add(batchOf(3, 4), 3n)).toBe(true);
    expect(buffered.take(partition)).toEqual(batchOf(3, 4));
  });

  it("keeps nothing of a batch that is taken wholly, or that the offset is not of", () => {
    const buffered = new BufferedFetches();
    for (const offset of [5n, 12n, 2n]) expect(buffered.add(batchOf(3, 4), offset)).toBe(false);
    expect(buffered.add(batchOf(), 0n)).toBe(false);
    expect(buffered.take(partition)).toBeUndefined();
  });

  it("holds no more than its bound, and again as much once that was given away or cleared", () => {
    const buffered = new BufferedFetches(30);
    expect(buffered.add(batchOf(1, 2, 3), 2n)).toBe(true);
    const other = { ...batchOf(1, 2, 3), partition: 3 };
    expect(buffered.add(other, 2n)).toBe(false);
    buffered.take(partition);
    expect(buffered.add(other, 1n)).toBe(true);
    buffered.clear();
    expect(buffered.add(batchOf(1, 2, 3), 1n)).toBe(true);
  });
});
