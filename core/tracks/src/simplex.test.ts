import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coordinatesToSimplex, simplexToCoordinates } from "./simplex.js";

const composition = fc
  .array(fc.integer({ min: 1, max: 10_000 }), { minLength: 2, maxLength: 10 })
  .map((parts) => parts.map((part) => part / parts.reduce((sum, value) => sum + value, 0)));

describe("log-ratio coordinates", () => {
  it("are undone by their inverse", () => {
    fc.assert(
      fc.property(composition, (block) => {
        const back = coordinatesToSimplex(simplexToCoordinates(block), block.length);
        for (const [i, value] of block.entries()) expect(back[i]).toBeCloseTo(value, 10);
      }),
    );
  });

  it("are a composition whatever they are", () => {
    const coordinates = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(coordinates, (values) => {
        const block = coordinatesToSimplex(values, values.length + 1);
        expect(block.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
        for (const value of block) expect(value).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("keep Aitchison's distances", () => {
    const clr = (block: readonly number[]) => {
      const logs = block.map(Math.log);
      const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
      return logs.map((value) => value - mean);
    };
    const [x, y] = [
      [0.2, 0.3, 0.5],
      [0.6, 0.3, 0.1],
    ];
    const distance = (a: readonly number[], b: readonly number[]) =>
      Math.hypot(...a.map((v, i) => v - b[i]!));
    expect(distance(simplexToCoordinates(x!), simplexToCoordinates(y!))).toBeCloseTo(
      distance(clr(x!), clr(y!)),
      12,
    );
  });

  it("take an absent class as a very small one", () => {
    expect(simplexToCoordinates([1, 0]).every(Number.isFinite)).toBe(true);
  });
});
