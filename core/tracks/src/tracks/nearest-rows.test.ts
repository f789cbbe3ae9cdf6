import { matrixOfRows } from "@interlude/core-numerics";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearestRows } from "./nearest-rows.js";

const score = fc.option(fc.integer({ min: -3, max: 3 }), { nil: Number.NaN });
const row = fc.array(score, { minLength: 4, maxLength: 4 });

describe("nearestRows", () => {
  it("finds what sorting all distances finds", () => {
    fc.assert(
      fc.property(
        row,
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        (one, others, most) => {
          const distances = others.map((other, at) => {
            const differences = other
              .map((value, column) => value - one[column]!)
              .filter((d) => !Number.isNaN(d));
            const mean = differences.reduce((sum, d) => sum + d * d, 0) / differences.length;
            return { row: at, distance: Math.sqrt(mean) };
          });
          const expected = distances
            .filter(({ distance }) => !Number.isNaN(distance))
            .sort((x, y) => x.distance - y.distance || x.row - y.row)
            .slice(0, most);
          expect(nearestRows(one, matrixOfRows(others), most)).toEqual(expected);
        },
      ),
    );
  });
});
