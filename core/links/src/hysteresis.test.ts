import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HYSTERESIS_MARGIN, lowestProbability, reaches, staysNear } from "./hysteresis.js";
import { logit, sigmoid } from "./logistic-model.js";

describe("hysteresis", () => {
  const threshold = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

  it("lets stay what becomes, a margin lower, and is found from the lowest probability on", () => {
    fc.assert(
      fc.property(threshold, fc.double({ min: -2, max: 2, noNaN: true }), (t, distance) => {
        const at = logit(t) + distance;
        const [becomes, stays] = [reaches(at, t), staysNear(at, t)];
        expect(stays || !becomes).toBe(true);
        expect(!stays || sigmoid(at) >= lowestProbability(t)).toBe(true);
        expect(stays || distance < -HYSTERESIS_MARGIN + 1e-9).toBe(true);
        expect(!stays || distance > -HYSTERESIS_MARGIN - 1e-9).toBe(true);
      }),
    );
  });

  it("lets nothing through where there is no threshold", () => {
    expect(lowestProbability(Infinity)).toBe(Infinity);
    expect(reaches(700, Infinity)).toBe(false);
    expect(staysNear(700, Infinity)).toBe(false);
  });
});
