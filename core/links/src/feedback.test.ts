import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Evidence, MATERIAL_RISE, hasRisen } from "./feedback.js";

const evidence: fc.Arbitrary<Evidence> = fc.record({
  logit: fc.double({ min: -40, max: 40, noNaN: true }),
  commonNeighbours: fc.nat(200),
});

describe("the evidence for a rejected pair", () => {
  it("has not risen while it is the same, or less", () => {
    fc.assert(
      fc.property(evidence, fc.double({ min: 0, max: 10, noNaN: true }), fc.nat(50), (shown, down, fewer) => {
        expect(hasRisen(shown, shown)).toBe(false);
        const less = { logit: shown.logit - down, commonNeighbours: shown.commonNeighbours - fewer };
        expect(hasRisen(less, shown)).toBe(false);
      }),
    );
  });

  it("has risen when the odds have doubled, or with a further common neighbour", () => {
    fc.assert(
      fc.property(evidence, evidence, (now, shown) => {
        const [odds, oddsThen] = [Math.exp(now.logit), Math.exp(shown.logit)];
        const moreNeighbours = now.commonNeighbours > shown.commonNeighbours;
        // The odds themselves are rounded: on the border either is right.
        fc.pre(Math.abs(odds / oddsThen - 2) > 1e-9);
        expect(hasRisen(now, shown)).toBe(odds > 2 * oddsThen || moreNeighbours);
        expect(hasRisen({ ...shown, commonNeighbours: shown.commonNeighbours + 1 }, shown)).toBe(true);
      }),
    );
    expect(hasRisen({ logit: MATERIAL_RISE, commonNeighbours: 2 }, { logit: 0, commonNeighbours: 2 })).toBe(
      true,
    );
  });

  it("never falls back when still more comes", () => {
    const more = fc.tuple(fc.double({ min: 0, max: 10, noNaN: true }), fc.nat(10));
    fc.assert(
      fc.property(evidence, evidence, more, (now, shown, [logit, neighbours]) => {
        fc.pre(hasRisen(now, shown));
        const still = { logit: now.logit + logit, commonNeighbours: now.commonNeighbours + neighbours };
        expect(hasRisen(still, shown)).toBe(true);
      }),
    );
  });
});
