import { describe, expect, it } from "vitest";
import type { PartitionBatch } from "@interlude/stage";
import { HeldRecords } from "./held-records.js";

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
  return { ...partition, records, highWatermark: 100n };
}

describe("HeldRecords", () => {
  it("keeps what lies from an offset on, and gives it away once", () => {
    const held = new HeldRecords();
    expect(held.hold(batchOf(3, 4, 7, 9), 5n)).toBe(true);
    expect(held.has(partition)).toBe(true);
    expect(held.take(partition)).toEqual(batchOf(7, 9));
    expect(held.take(partition)).toBeUndefined();
    expect(held.has({ ...partition, partition: 1 })).toBe(false);
  });

  it("keeps all of a batch of which nothing was taken", () => {
    const held = new HeldRecords();
    expect(held.hold(batchOf(3, 4), 3n)).toBe(true);
    expect(held.take(partition)).toEqual(batchOf(3, 4));
  });

  it("keeps nothing of a batch that is taken wholly, or that the offset is not of", () => {
    const held = new HeldRecords();
    for (const offset of [5n, 12n, 2n]) expect(held.hold(batchOf(3, 4), offset)).toBe(false);
    expect(held.hold(batchOf(), 0n)).toBe(false);
    expect(held.has(partition)).toBe(false);
  });

  it("holds no more than its bound, and again as much once that was given away or cleared", () => {
    const held = new HeldRecords(30);
    expect(held.hold(batchOf(1, 2, 3), 2n)).toBe(true);
    const other = { ...batchOf(1, 2, 3), partition: 3 };
    expect(held.hold(other, 2n)).toBe(false);
    held.take(partition);
    expect(held.hold(other, 1n)).toBe(true);
    held.clear();
    expect(held.hold(batchOf(1, 2, 3), 1n)).toBe(true);
  });
});
