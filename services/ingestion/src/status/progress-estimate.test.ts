import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProgressEstimate, describeProgress } from "./progress-estimate.js";

const estimateOf = (samples: readonly (readonly [seconds: number, bytes: number, rows: number])[]) => {
  const estimate = new ProgressEstimate();
  for (const [seconds, bytes, rows] of samples) estimate.add({ at: seconds * 1000, bytes, rows });
  return estimate;
};

describe("the estimate", () => {
  it("knows nothing from one look, and no end where nothing moves", () => {
    expect(estimateOf([]).rowsPerSecond()).toBeNull();
    expect(estimateOf([[1, 10, 10]]).rowsPerSecond()).toBeNull();
    expect(estimateOf([[1, 10, 10]]).secondsLeft(100)).toBeNull();
    const still = estimateOf([
      [1, 10, 10],
      [5, 10, 10],
    ]);
    expect(still.rowsPerSecond()).toBe(0);
    expect(still.secondsLeft(100)).toBeNull();
  });

  it("forgets how fast it went more than half a minute ago", () => {
    const estimate = estimateOf([
      [0, 0, 0],
      [10, 1_000_000, 1_000_000],
      [40, 1_000_030, 1_000_300],
      [50, 1_000_040, 1_000_400],
    ]);
    expect(estimate.rowsPerSecond()).toBe(10);
    expect(estimate.secondsLeft(1_000_140)).toBe(100);
  });

  it("is exact at a steady pace, however often one looks", () => {
    const pace = fc.record({
      rows: fc.integer({ min: 1, max: 1_000_000 }),
      bytes: fc.integer({ min: 1, max: 1_000_000 }),
      steps: fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 2, maxLength: 50 }),
    });
    fc.assert(
      fc.property(pace, ({ rows, bytes, steps }) => {
        const estimate = new ProgressEstimate();
        let at = 0;
        for (const step of steps) {
          at += step;
          estimate.add({ at, bytes: at * bytes, rows: at * rows });
        }
        expect(estimate.rowsPerSecond()).toBeCloseTo(rows * 1000, 3);
        expect(estimate.secondsLeft(2 * at * bytes)).toBeCloseTo(at / 1000, 6);
        expect(estimate.secondsLeft(0)).toBe(0);
      }),
    );
  });
});

describe("progress in words", () => {
  it.each([
    [{ ratio: 0.4399, rowsPerSecond: 118_049, secondsLeft: 700 }, "43 % · 118,000 rows/s · 12 min left"],
    [{ ratio: 0, rowsPerSecond: null, secondsLeft: null }, "0 %"],
    [{ ratio: 1, rowsPerSecond: 999.6, secondsLeft: 0.2 }, "100 % · 1,000 rows/s · 1 s left"],
    [{ ratio: null, rowsPerSecond: 12.34, secondsLeft: 7_500 }, "12 rows/s · 2 h 5 min left"],
  ])("%j is %s", (progress, words) => {
    expect(describeProgress(progress)).toBe(words);
  });
});
