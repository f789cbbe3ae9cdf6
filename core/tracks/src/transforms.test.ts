import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyedRandom } from "./random.js";
import {
  fitQuantileTransform,
  fitStandardisation,
  fromNormalScores,
  standardise,
  toNormalScores,
} from "./transforms.js";

const column = fc.array(
  fc.oneof(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0),
    fc.constantFrom(0, 0.25, 1),
  ),
  { minLength: 2, maxLength: 400 },
);
const asRows = (values: readonly number[]) => values.map((value) => [value]);

describe("quantile transform", () => {
  it("gives every value of the data back", () => {
    fc.assert(
      fc.property(column, (values) => {
        const transform = fitQuantileTransform(asRows(values));
        const spread = Math.max(...values) - Math.min(...values);
        for (const value of values) {
          const [back] = fromNormalScores(transform, toNormalScores(transform, [value]));
          expect(Math.abs(back! - value)).toBeLessThanOrEqual(1e-9 * (spread + 1e-300));
        }
      }),
    );
  });

  it("is monotone both ways", () => {
    const values = fc.array(fc.double({ min: -2e6, max: 2e6, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(column, values, (fitted, asked) => {
        const transform = fitQuantileTransform(asRows(fitted));
        const rising = [...asked].sort((x, y) => x - y);
        const scores = rising.map((value) => toNormalScores(transform, [value])[0]!);
        const inverses = rising.map((value) => fromNormalScores(transform, [value / 5e5])[0]!);
        for (let i = 1; i < rising.length; i++) {
          expect(scores[i]).toBeGreaterThanOrEqual(scores[i - 1]!);
          expect(inverses[i]).toBeGreaterThanOrEqual(inverses[i - 1]!);
        }
      }),
    );
  });

  it("never leaves the range of the data, and reaches both its ends", () => {
    fc.assert(
      fc.property(column, fc.double({ noNaN: true }), (values, score) => {
        const transform = fitQuantileTransform(asRows(values));
        const [value] = fromNormalScores(transform, [score]);
        expect(value).toBeGreaterThanOrEqual(Math.min(...values));
        expect(value).toBeLessThanOrEqual(Math.max(...values));
        expect(fromNormalScores(transform, [-Infinity])[0]).toBe(Math.min(...values));
        expect(fromNormalScores(transform, [Infinity])[0]).toBe(Math.max(...values));
      }),
    );
  });

  it("makes a skewed sample standard normal", () => {
    const random = keyedRandom("skewed");
    const rows = Array.from({ length: 4000 }, () => [random.uniform() ** 4]);
    const transform = fitQuantileTransform(rows);
    const scores = rows.map((row) => toNormalScores(transform, row)[0]!);
    const moment = (power: number) => scores.reduce((sum, score) => sum + score ** power, 0) / scores.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.01);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.05);
    expect(Math.abs(moment(3))).toBeLessThan(0.1);
  });

  it("gives an atom of the data its share of the draws back", () => {
    const random = keyedRandom("atom");
    const rows = Array.from({ length: 2000 }, (_, i) => [i < 600 ? 0 : random.uniform()]);
    const transform = fitQuantileTransform(rows);
    const drawn = Array.from({ length: 5000 }, () => fromNormalScores(transform, [random.normal()])[0]!);
    const zeros = drawn.filter((value) => value === 0).length / drawn.length;
    expect(Math.abs(zeros - 0.3)).toBeLessThan(0.03);
  });

  it("survives being written as JSON, bit for bit", () => {
    const transform = fitQuantileTransform([[0.1], [0.7], [1 / 3]]);
    expect(JSON.parse(JSON.stringify(transform))).toEqual(transform);
  });

  it("passes NaN on and refuses to be fitted to it", () => {
    const transform = fitQuantileTransform([[0], [1]]);
    expect(toNormalScores(transform, [NaN])[0]).toBeNaN();
    expect(fromNormalScores(transform, [NaN])[0]).toBeNaN();
    for (const bad of [NaN, Infinity, -Infinity]) {
      expect(() => fitQuantileTransform([[0], [bad], [1]])).toThrow(
        expect.objectContaining({ code: "VALUE_NOT_FINITE" }),
      );
    }
  });
});

describe("standardisation", () => {
  it("centres, scales, silences a column that never varied and holds outliers", () => {
    const fitted = fitStandardisation([
      [1, 7],
      [3, 7],
    ]);
    expect([...standardise(fitted, [3, 7])]).toEqual([1, 0]);
    expect([...standardise(fitted, [1000, 1000])]).toEqual([4, 0]);
    expect(standardise(fitted, [-1000, 7])[0]).toBe(-4);
  });
});
