import fc from "fast-check";
import { expect, it } from "vitest";
import { mix32 } from "./mix.js";

it("is the finaliser of MurmurHash3", () => {
  // Of the reference implementation (fmix32).
  expect([0, 1, 2, 0xffffffff].map((word) => mix32(word))).toEqual([0, 0x514e28b7, 0x30f4c306, 0x81f16f39]);
});

it("turns every input bit into some changed output bit", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 31 }), (word, bit) => {
      expect(mix32(word ^ (1 << bit))).not.toBe(mix32(word));
    }),
  );
});
