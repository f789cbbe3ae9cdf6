import fc from "fast-check";
import { expect, it } from "vitest";
import { exponential } from "./exponential.js";

it("is exp to float32's precision", () => {
  fc.assert(
    fc.property(fc.float({ min: -87, max: 87, noNaN: true }), (x) => {
      expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(3e-7);
    }),
  );
});

it("is exact at 0, and finite and positive far out", () => {
  expect(exponential(0)).toBe(1);
  expect(exponential(1e30)).toBe(exponential(87));
  expect(exponential(-1e30)).toBe(exponential(-87));
  expect(exponential(-1e30)).toBeGreaterThan(0);
});
