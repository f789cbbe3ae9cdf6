import { describe, expect, it } from "vitest";
import { calibrationWithIntervals } from "./calibration-intervals.js";
import { seededRandom } from "./seeded-random.js";

/** Pairs whose outcomes have the probabilities that are given, plus `shift`. */
function pairs(count: number, shift: number): [Float64Array, Uint8Array] {
  const random = seededRandom(1);
  const probabilities = Float64Array.from({ length: count }, () => random.next() * 0.8);
  return [probabilities, Uint8Array.from(probabilities, (p) => Number(random.next() < p + shift))];
}

describe("calibrationWithIntervals", () => {
  it("holds the measured values, and narrows with more pairs", () => {
    const widths = [200, 20_000].map((count) => {
      const { brier, brierLow, brierHigh, ece, eceLow, eceHigh } = calibrationWithIntervals(
        ...pairs(count, 0),
      );
      expect([brierLow, brier, brierHigh]).toEqual([brierLow, brier, brierHigh].sort((x, y) => x - y));
      expect([eceLow, ece, eceHigh]).toEqual([eceLow, ece, eceHigh].sort((x, y) => x - y));
      return [brierHigh - brierLow, eceHigh - eceLow] as const;
    });
    expect(widths[1]![0]).toBeLessThan(widths[0]![0] / 5);
    expect(widths[1]![1]).toBeLessThan(widths[0]![1] / 5);
  });

  it("holds the true error of probabilities that are wrong by a tenth", () => {
    const { eceLow, eceHigh } = calibrationWithIntervals(...pairs(20_000, 0.1));
    expect(eceLow).toBeLessThan(0.1);
    expect(eceHigh).toBeGreaterThan(0.1);
    expect(eceLow).toBeGreaterThan(0.08);
  });

  it("is given for one pair", () => {
    const one = calibrationWithIntervals(Float64Array.of(0.3), Uint8Array.of(1));
    expect(one).toMatchObject({ brierLow: 0, brierHigh: 1 });
    expect(one.ece).toBeCloseTo(0.7, 12);
  });
});
