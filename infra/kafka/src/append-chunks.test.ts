import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appendChunks, type PartitionedRecord } from "./append-chunks.js";

const MEBIBYTE = 1024 * 1024;

function partitioned(partition: number, bytes: number): PartitionedRecord {
  return { topic: "t", partition, key: null, value: Buffer.alloc(bytes), headers: {} };
}

describe("append chunks", () => {
  it("keep every record, in order, and each partition of a request below a mebibyte", () => {
    const records = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 400_000 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(records, (sizes) => {
        const all = sizes.map(([partition, bytes]) => partitioned(partition, bytes));
        const chunks = [...appendChunks(all)];
        expect(chunks.flat()).toEqual(all);
        const ofPartitions = chunks.flatMap((chunk) =>
          [0, 1, 2].map((partition) => chunk.filter((one) => one.partition === partition)),
        );
        const bytes = ofPartitions.map((part) => part.reduce((sum, one) => sum + one.value!.length, 0));
        expect(Math.max(0, ...bytes)).toBeLessThan(MEBIBYTE);
      }),
      { numRuns: 30 },
    );
  });

  it("send a record over the limit alone", () => {
    const chunks = [...appendChunks([partitioned(0, 10), partitioned(0, 2 * MEBIBYTE), partitioned(0, 10)])];
    expect(chunks.map((chunk) => chunk.length)).toEqual([1, 1, 1]);
  });

  it("are none for nothing", () => {
    expect([...appendChunks([])]).toEqual([]);
  });
});
