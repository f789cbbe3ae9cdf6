import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitPrincipalComponents, projectOnComponents, symmetricEigen } from "./pca.js";
import { keyedRandom } from "./random.js";

const dot = (x: readonly number[], y: readonly number[]) =>
  x.reduce((sum, value, i) => sum + value * y[i]!, 0);

describe("symmetricEigen", () => {
  it("solves a matrix known by hand", () => {
    const { values, vectors } = symmetricEigen([
      [2, 1],
      [1, 2],
    ]);
    expect(values[0]).toBeCloseTo(3, 14);
    expect(values[1]).toBeCloseTo(1, 14);
    expect(vectors[0]![0]).toBeCloseTo(Math.SQRT1_2, 14);
    expect(vectors[0]![1]).toBeCloseTo(Math.SQRT1_2, 14);
  });

  it("gives orthonormal vectors that rebuild the matrix, largest value first, fixed signs", () => {
    const square = fc.integer({ min: 1, max: 8 }).chain((n) =>
      fc.array(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: n, maxLength: n }), {
        minLength: n,
        maxLength: n,
      }),
    );
    fc.assert(
      fc.property(square, (half) => {
        const matrix = half.map((row, i) => row.map((value, j) => value + half[j]![i]!));
        const { values, vectors } = symmetricEigen(matrix);
        for (const [i, vector] of vectors.entries()) {
          expect(values[i]).toBeLessThanOrEqual(values[i - 1] ?? Infinity);
          const largest = vector.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
          expect(largest).toBeGreaterThan(0);
          for (const [j, other] of vectors.entries()) {
            expect(dot(vector, other)).toBeCloseTo(i === j ? 1 : 0, 10);
          }
        }
        for (const [i, row] of matrix.entries()) {
          for (const [j, value] of row.entries()) {
            const rebuilt = values.reduce(
              (sum, lambda, k) => sum + lambda * vectors[k]![i]! * vectors[k]![j]!,
              0,
            );
            expect(rebuilt).toBeCloseTo(value, 8);
          }
        }
      }),
    );
  });
});

describe("fitPrincipalComponents", () => {
  it("finds the direction that the data varies along", () => {
    const random = keyedRandom("line");
    const rows = Array.from({ length: 500 }, () => {
      const along = random.normal();
      return [3 * along + 5, 4 * along - 2, 0.01 * random.normal()];
    });
    const pca = fitPrincipalComponents(rows, 2);
    expect(pca.components[0]![0]).toBeCloseTo(0.6, 3);
    expect(pca.components[0]![1]).toBeCloseTo(0.8, 3);
    expect(pca.explained).toBeGreaterThan(0.999);
    const scores = rows.map((row) => projectOnComponents(pca, row)[0]!);
    const variance = scores.reduce((sum, score) => sum + score * score, 0) / (rows.length - 1);
    expect(variance).toBeCloseTo(pca.variances[0]!, 8);
  });

  it("refuses what does not determine components", () => {
    expect(() => fitPrincipalComponents([[1, 2]], 1)).toThrow(
      expect.objectContaining({ code: "TRACKS_TOO_FEW" }),
    );
  });
});
