import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coarseProximity } from "./pair-proximity.js";

const neighbourhood = fc
  .tuple(fc.nat(500), fc.nat(500), fc.nat(300), fc.double({ min: 0, max: 200, noNaN: true }))
  .map(([moreOfA, moreOfB, commonNeighbours, adamicAdar]) => ({
    commonNeighbours,
    adamicAdar,
    degreeA: commonNeighbours + moreOfA,
    degreeB: commonNeighbours + moreOfB,
  }));

describe("the coarse proximity of a pair", () => {
  it("is within a step of what it stands for, within bounds, and the same from either end", () => {
    fc.assert(
      fc.property(neighbourhood, (pair) => {
        const proximity = coarseProximity(pair);
        const steps = (one: number, other: number) => Math.abs(Math.log1p(one) - Math.log1p(other));
        expect(steps(proximity.commonNeighbours, pair.commonNeighbours)).toBeLessThanOrEqual(0.126);
        expect(steps(proximity.adamicAdar, pair.adamicAdar)).toBeLessThanOrEqual(0.126);
        expect(proximity.jaccard).toBeGreaterThanOrEqual(0);
        expect(proximity.jaccard).toBeLessThanOrEqual(1);
        expect(coarseProximity({ ...pair, degreeA: pair.degreeB, degreeB: pair.degreeA })).toEqual(proximity);
      }),
    );
  });

  it("says nothing of two artists without collaborators", () => {
    const none = { commonNeighbours: 0, adamicAdar: 0, degreeA: 0, degreeB: 0 };
    expect(coarseProximity(none)).toEqual({
      commonNeighbours: 0,
      adamicAdar: 0,
      jaccard: 0,
      preferentialAttachment: 0,
    });
  });
});
