import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probit } from "./normal-distribution.js";

describe("probit", () => {
  it.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.001, -3.090232306167813],
    [1e-10, -6.361340902404056],
    [1e-20, -9.26234008979841],
  ])("of %f is %f", (probability, expected) => {
    expect(probit(probability)).toBeCloseTo(expected, 12);
  });

  it("is infinite at the ends and undefined beyond", () => {
    expect(probit(0)).toBe(-Infinity);
    expect(probit(1)).toBe(Infinity);
    expect(probit(-0.1)).toBeNaN();
    expect(probit(1.1)).toBeNaN();
  });

  it("is antisymmetric and rises", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4095 }), (k) => {
        const probability = k / 4096;
        expect(probit(1 - probability)).toBe(-probit(probability));
        expect(probit((k + 1) / 4097)).toBeGreaterThan(probit(k / 4097));
      }),
    );
  });
});
