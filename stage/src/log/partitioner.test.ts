import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { murmur2, partitionOf } from "./partitioner.js";

describe("partitioner", () => {
  // The vectors of UtilsTest.testMurmur2 in Apache Kafka.
  it.each([
    ["21", -973932308],
    ["foobar", -790332482],
    ["a-little-bit-long-string", -985981536],
    ["a-little-bit-longer-string", -1486304829],
    ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
    ["abc", 479470107],
  ])("hashes %s as Java clients do", (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it("always names one of the partitions, the same one for the same key", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.integer({ min: 1, max: 1000 }),
        (bytes, partitions) => {
          const partition = partitionOf(Buffer.from(bytes), partitions);
          expect(Number.isInteger(partition) && partition >= 0 && partition < partitions).toBe(true);
          expect(partitionOf(Buffer.from(bytes), partitions)).toBe(partition);
        },
      ),
    );
  });

  it("puts records without a key in the first partition", () => {
    expect(partitionOf(null, 8)).toBe(0);
  });

  it("refuses a topic without partitions", () => {
    expect(() => partitionOf(Buffer.from("a"), 0)).toThrow(RangeError);
  });
});
