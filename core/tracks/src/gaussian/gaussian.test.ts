import { choleskyFactor, matrixOfRows } from "@interlude/core-numerics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyedRandom } from "../random.js";
import { conditionGaussian, drawConditional, logDensityOfGiven } from "./conditional-gaussian.js";
import { fitGaussian } from "./gaussian.js";

describe("fitGaussian", () => {
  it("finds mean and covariance, from the rows that have both values", () => {
    const random = keyedRandom("gaussian");
    const rows = Array.from({ length: 4000 }, () => {
      const x = random.normal();
      return [1 + x, random.uniform() < 0.3 ? NaN : 2 + 0.8 * x + 0.6 * random.normal()];
    });
    const { mean, covariance } = fitGaussian(matrixOfRows(rows));
    for (const [at, expected] of [1, 2].entries()) expect(Math.abs(mean[at]! - expected)).toBeLessThan(0.06);
    for (const [at, expected] of [1, 0.8, 0.8, 1].entries())
      expect(Math.abs(covariance[at]! - expected)).toBeLessThan(0.08);
  });

  it("is positive definite whatever is missing", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 12 }), (seed, count) => {
        const random = keyedRandom(`missing ${seed}`);
        const rows = Array.from({ length: count }, (_, i) =>
          Array.from({ length: 5 }, () => (i > 0 && random.uniform() < 0.5 ? NaN : random.normal())),
        );
        const { covariance } = fitGaussian(matrixOfRows(rows));
        expect(choleskyFactor(Float64Array.from(covariance), 5)).not.toBeNull();
      }),
    );
  });

  it("is blended with its prior by the rows that it has", () => {
    const prior = { gaussian: { mean: [4], covariance: [3] }, weight: 2 };
    const { mean, covariance } = fitGaussian(matrixOfRows([[0], [2]]), prior);
    expect(mean[0]).toBeCloseTo((2 * 1 + 2 * 4) / 4, 12);
    expect(covariance[0]).toBeCloseTo((2 + 2 * 3) / 4, 12);
  });

  it("refuses a column without a value", () => {
    expect(() => fitGaussian(matrixOfRows([[NaN]]))).toThrow(
      expect.objectContaining({ code: "TRACKS_TOO_FEW" }),
    );
  });
});

describe("a conditional normal distribution", () => {
  const gaussian = { mean: [1, -1], covariance: [4, 1.2, 1.2, 1] };

  it("draws x given y with the mean and variance of the textbook", () => {
    const conditional = conditionGaussian(gaussian, 1);
    const random = keyedRandom("conditional");
    const draws = Array.from({ length: 4000 }, () => drawConditional(conditional, [1], random)[0]!);
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean - (1 + 1.2 * 2))).toBeLessThan(0.1);
    expect(Math.abs(variance - (4 - 1.44))).toBeLessThan(0.2);
  });

  it("has the density of y, but for a constant", () => {
    const conditional = conditionGaussian(gaussian, 1);
    const difference = logDensityOfGiven(conditional, [-1]) - logDensityOfGiven(conditional, [1]);
    expect(difference).toBeCloseTo(2, 12);
  });

  it("refuses what is no covariance", () => {
    expect(() => conditionGaussian({ mean: [0, 0], covariance: [1, 2, 2, 1] }, 1)).toThrow(
      expect.objectContaining({ code: "MODEL_CORRUPT" }),
    );
  });
});
