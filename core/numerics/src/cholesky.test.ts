import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { choleskyFactor, invertPositiveDefinite, solvePositiveDefinite } from "./cholesky.js";

/** Positive definite matrices B·Bᵀ + I of up to six rows, with a right-hand side. */
const systems = fc.integer({ min: 1, max: 6 }).chain((n) =>
  fc
    .tuple(
      fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: n * n, maxLength: n * n }),
      fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: n, maxLength: n }),
    )
    .map(([b, x]) => {
      const a = new Float64Array(n * n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          a[i * n + j] = Number(i === j);
          for (let k = 0; k < n; k++) a[i * n + j]! += b[i * n + k]! * b[j * n + k]!;
        }
      }
      return { n, a, x };
    }),
);

function times(a: Float64Array, n: number, x: ArrayLike<number>): number[] {
  return Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[i * n + k]! * x[k]!;
    return sum;
  });
}

function furthest(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  return Array.from(actual).reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
}

describe("Cholesky's factorisation", () => {
  it("multiplies back to the matrix", () => {
    fc.assert(
      fc.property(systems, ({ n, a }) => {
        const lower = choleskyFactor(a, n)!;
        const back = Array.from({ length: n }, (_, j) => times(lower, n, lower.slice(j * n, (j + 1) * n)));
        expect(furthest(back.flat(), a)).toBeLessThan(1e-10);
      }),
    );
  });

  it("solves and inverts", () => {
    fc.assert(
      fc.property(systems, ({ n, a, x }) => {
        const b = Float64Array.from(times(a, n, x));
        expect(furthest(solvePositiveDefinite(a, b)!, x)).toBeLessThan(1e-8);
        expect(furthest(times(invertPositiveDefinite(a, n)!, n, b), x)).toBeLessThan(1e-8);
      }),
    );
  });

  it("refuses what is not positive definite", () => {
    expect(choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
    expect(invertPositiveDefinite(Float64Array.of(0), 1)).toBeNull();
  });
});
