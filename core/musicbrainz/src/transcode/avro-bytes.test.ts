import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AvroBytes } from "./avro-bytes.js";

function written(write: (out: AvroBytes) => void): Buffer {
  const out = new AvroBytes(1);
  write(out);
  return out.bytes.subarray(0, out.length);
}

/** The integer of a zigzag varint, by the specification's own words. */
function longOf(bytes: Buffer): bigint {
  let zigzag = 0n;
  for (const [i, byte] of bytes.entries()) zigzag |= BigInt(byte & 0x7f) << BigInt(7 * i);
  return (zigzag >> 1n) ^ -(zigzag & 1n);
}

describe("Avro bytes", () => {
  it("hold every safe integer exactly, in as few bytes as it takes", () => {
    const edges = [0, 1, 63, 64, 2 ** 30, 2 ** 31, 2 ** 32, 2 ** 52, 2 ** 53 - 1];
    const near = edges.flatMap((edge) => [edge - 1, edge, edge + 1]).filter(Number.isSafeInteger);
    const integer = fc.oneof(
      fc.maxSafeInteger(),
      fc.integer(),
      fc.constantFrom(...near, ...near.map((n) => 0 - n)),
    );
    fc.assert(
      fc.property(integer, (value) => {
        const bytes = written((out) => out.writeLong(value));
        expect(longOf(bytes)).toBe(BigInt(value));
        expect(bytes.subarray(0, -1).every((byte) => byte >= 0x80)).toBe(true);
        expect(bytes.at(-1)).toBeLessThan(0x80);
        expect(bytes.length === 1 || bytes.at(-1) !== 0).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("hold text behind its length in UTF-8", () => {
    expect(written((out) => out.writeString("é🎷"))).toEqual(Buffer.from("0cc3a9f09f8eb7", "hex"));
    expect(written((out) => out.writeString(""))).toEqual(Buffer.from([0]));
  });

  it("keep what was written when they grow, and forget what is truncated", () => {
    const out = new AvroBytes(4);
    for (let i = 0; i < 100; i++) out.writeLong(i % 64);
    out.truncate(64);
    out.writeBytes(Buffer.from([9]));
    const expected = Array.from({ length: 64 }, (_, i) => i * 2);
    expect([...out.bytes.subarray(0, out.length)]).toEqual([...expected, 9]);
  });
});
