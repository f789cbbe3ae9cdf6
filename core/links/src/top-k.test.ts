import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TopK } from "./top-k.js";

describe("TopK", () => {
  it("finds the least value that at most so many reach, as sorting everything does", () => {
    const value = fc.nat({ max: 12 });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), fc.integer({ min: 1, max: 10 }), (values, k) => {
        const topK = new TopK(k);
        for (const each of values) topK.add(each);
        const reached = (threshold: number): number => values.filter((each) => each >= threshold).length;
        const fitting = values.filter((each) => reached(each) <= k);
        const expected = fitting.length > 0 ? Math.min(...fitting) : Math.max(...values);
        expect(topK.threshold()).toBe(values.length <= k ? null : expected);
      }),
    );
  });
});
