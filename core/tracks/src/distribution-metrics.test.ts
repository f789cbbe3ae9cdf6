import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  activeUnits,
  correlationSimilarity,
  kolmogorovSmirnovComplement,
  pearsonCorrelation,
} from "./distribution-metrics.js";
import { keyedRandom } from "./random.js";

const sample = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 });

function byDefinition(x: readonly number[], y: readonly number[]): number {
  const share = (values: readonly number[], limit: number) =>
    values.filter((value) => value <= limit).length / values.length;
  return 1 - Math.max(...[...x, ...y].map((limit) => Math.abs(share(x, limit) - share(y, limit))));
}

describe("Kolmogorov–Smirnov complement", () => {
  it("is what its definition says, ties included", () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        expect(kolmogorovSmirnovComplement(x, y)).toBeCloseTo(byDefinition(x, y), 12);
      }),
    );
  });

  it("is 1 for one sample, 0 for samples that do not overlap", () => {
    expect(kolmogorovSmirnovComplement([3, 1, 2], [1, 2, 3])).toBe(1);
    expect(kolmogorovSmirnovComplement([1, 2], [3, 4])).toBe(0);
  });
});

describe("correlations", () => {
  it("of lines are 1 and −1, of a constant 0", () => {
    expect(pearsonCorrelation([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 14);
    expect(pearsonCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 14);
    expect(pearsonCorrelation([1, 2, 3], [5, 5, 5])).toBe(0);
  });

  it("lost by shuffled columns lower the similarity by half their size", () => {
    const random = keyedRandom("columns");
    const real = Array.from({ length: 5000 }, () => {
      const x = random.normal();
      return [x, x];
    });
    const shuffled = real.map(([x]) => [x!, random.normal()]);
    expect(correlationSimilarity(real, real)).toBe(1);
    expect(correlationSimilarity(real, shuffled)).toBeCloseTo(0.5, 1);
  });
});

describe("activeUnits", () => {
  it("counts the units whose posterior mean varies", () => {
    const random = keyedRandom("units");
    const rows = Array.from({ length: 1000 }, () => [
      random.normal(),
      0.05 * random.normal(),
      0.2 * random.normal(),
    ]);
    expect(activeUnits(rows)).toBe(2);
  });
});
