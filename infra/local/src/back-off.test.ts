import fc from "fast-check";
import { expect, test } from "vitest";
import { restartDelay } from "./back-off.js";

const waits = fc.record({
  firstMs: fc.integer({ min: 1, max: 5000 }),
  maxMs: fc.integer({ min: 5000, max: 60_000 }),
});
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test("a wait is at least half of what doubling allows and never above the maximum", () => {
  fc.assert(
    fc.property(waits, fc.nat(10_000), random, (backOff, restarts, chance) => {
      const full = Math.min(backOff.maxMs, backOff.firstMs * 2 ** restarts);
      const wait = restartDelay(backOff, restarts, chance);
      expect(wait).toBeLessThanOrEqual(full);
      expect(wait).toBeGreaterThanOrEqual(Math.floor(full / 2));
    }),
  );
});

test("two services that die together come back apart", () => {
  const backOff = { firstMs: 1000, maxMs: 30_000 };
  expect(restartDelay(backOff, 0, 0)).toBe(1000);
  expect(restartDelay(backOff, 0, 0.5)).toBe(750);
  expect(restartDelay(backOff, 3, 0)).toBe(8000);
});
