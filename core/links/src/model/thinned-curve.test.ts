import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precisionRecallCurve } from "../evaluation.js";
import { thinnedCurve } from "./thinned-curve.js";

describe("thinnedCurve", () => {
  it("keeps the ends, points of the curve alone, each once, and no more than asked", () => {
    const pairs = fc.array(fc.tuple(fc.nat({ max: 400 }), fc.boolean()), { minLength: 1, maxLength: 600 });
    fc.assert(
      fc.property(pairs, fc.integer({ min: 2, max: 50 }), (all, most) => {
        const curve = precisionRecallCurve(
          all.map(([score]) => score),
          all.map(([, isLink]) => Number(isLink)),
        );
        const points = thinnedCurve(curve, most);
        const thresholds = points.map(({ threshold }) => threshold);
        expect(points.length).toBeLessThanOrEqual(most);
        expect(thresholds[0]).toBe(curve[0]!.threshold);
        expect(thresholds.at(-1)).toBe(curve.at(-1)!.threshold);
        expect(thresholds).toEqual([...new Set(thresholds)].sort((x, y) => y - x));
        for (const point of points) expect(curve).toContainEqual(expect.objectContaining(point));
      }),
    );
  });
});
