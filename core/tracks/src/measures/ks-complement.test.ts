import { matrixOfRows, zeros } from "@interlude/core-numerics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kolmogorovSmirnovComplement, ksComplements } from "./ks-complement.js";

const sample = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 });

function byDefinition(x: readonly number[], y: readonly number[]): number {
  const share = (values: readonly number[], limit: number) =>
    values.filter((value) => value <= limit).length / values.length;
  return 1 - Math.max(...[...x, ...y].map((limit) => Math.abs(share(x, limit) - share(y, limit))));
}

describe("Kolmogorov–Smirnov complement", () => {
  it("is what its definition says, ties included, missing values and order aside", () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        const { value } = kolmogorovSmirnovComplement(x, y);
        expect(value).toBeCloseTo(byDefinition(x, y), 12);
        expect(kolmogorovSmirnovComplement(y, x).value).toBe(value);
        expect(kolmogorovSmirnovComplement([NaN, ...x.toReversed()], y).value).toBe(value);
      }),
    );
  });

  it("is 1 for one sample, 0 for samples that do not overlap or of which one is empty", () => {
    expect(kolmogorovSmirnovComplement([3, 1, 2], [1, 2, 3]).value).toBe(1);
    expect(kolmogorovSmirnovComplement([1, 2], [3, 4]).value).toBe(0);
    expect(kolmogorovSmirnovComplement([1, 2], [NaN]).value).toBe(0);
    expect(kolmogorovSmirnovComplement([NaN], []).reason).toBe("no row has a value");
  });
});

describe("ksComplements", () => {
  it("gives each column, their mean, the least, and how much more is missing", () => {
    const real = matrixOfRows([
      [1, 5, NaN],
      [2, 6, NaN],
    ]);
    const synthetic = matrixOfRows([
      [2, 8, NaN],
      [1, NaN, NaN],
    ]);
    const { columns, mean, least } = ksComplements(real, synthetic);
    expect(columns.map(({ complement }) => complement.value)).toEqual([1, 0, null]);
    expect(columns.map(({ missingDifference }) => missingDifference)).toEqual([0, 0.5, 0]);
    expect([mean.value, least.value]).toEqual([0.5, 0]);
  });

  it("says why it has no figure", () => {
    expect(ksComplements(zeros(0, 2), zeros(3, 2)).mean.reason).toMatch(/no rows/);
    expect(ksComplements(zeros(2, 0), zeros(3, 0)).least.reason).toMatch(/no column/);
  });
});
