import { matrixOfRows, zeros } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { keyedRandom } from "../random.js";
import { fitCategoryCopulas } from "./category-copulas.js";
import { copulaSampler } from "./copula-sampler.js";

/** Two categories whose dependence has opposite signs; the first score rises with the number. */
function grouped(counts: readonly number[]) {
  const random = keyedRandom("copulas");
  const categories = counts.flatMap((count, category) => Array.from({ length: count }, () => category));
  const numbers = categories.map(() => [random.normal()]);
  const scores = categories.map((category, row) => {
    const first = 0.6 * numbers[row]![0]! + 0.8 * random.normal() + (category === 0 ? 1 : -1);
    const sign = category === 0 ? 1 : -1;
    return [first, random.uniform() < 0.1 ? NaN : sign * 0.7 * (first + sign) + 0.3 * random.normal()];
  });
  return { scores: matrixOfRows(scores), numbers: matrixOfRows(numbers), categories };
}

function correlation(pairs: readonly Float64Array[]): number {
  const mean = [0, 1].map((j) => pairs.reduce((sum, pair) => sum + pair[j]!, 0) / pairs.length);
  const moment = (j: number, k: number) =>
    pairs.reduce((sum, pair) => sum + (pair[j]! - mean[j]!) * (pair[k]! - mean[k]!), 0);
  return moment(0, 1) / Math.sqrt(moment(0, 0) * moment(1, 1));
}

describe("copulas a category", () => {
  const rows = grouped([900, 900, 12]);
  const draw = copulaSampler(fitCategoryCopulas(rows));
  const draws = (category: number, number: number) => {
    const random = keyedRandom(`draws ${category}`);
    return Array.from({ length: 2000 }, () => draw(category, [number], random));
  };

  it("keep each category's own dependence and range", () => {
    expect(correlation(draws(0, 0))).toBeGreaterThan(0.75);
    expect(correlation(draws(1, 0))).toBeLessThan(-0.75);
    const own = rows.categories.flatMap((category, row) =>
      category === 1 ? [rows.scores.values[row * 2]!] : [],
    );
    const first = draws(1, 0).map((pair) => pair[0]!);
    expect(Math.min(...first)).toBeGreaterThanOrEqual(Math.min(...own));
    expect(Math.max(...first)).toBeLessThanOrEqual(Math.max(...own));
  });

  it("follow the numeric condition", () => {
    const mean = (number: number) => draws(0, number).reduce((sum, pair) => sum + pair[0]!, 0) / 2000;
    expect(Math.abs(mean(1) - mean(-1) - 1.2)).toBeLessThan(0.2);
  });

  it("leave a small category, one never seen and none to the whole", () => {
    const { categories } = fitCategoryCopulas(rows);
    expect(categories.map((copula) => copula === null)).toEqual([false, false, true]);
    const one = (category: number | null) => draw(category, [0], keyedRandom("one"));
    expect(one(2)).toEqual(one(null));
    expect(one(7)).toEqual(one(null));
  });

  it("do without conditions", () => {
    const { scores } = rows;
    const plain = { scores, numbers: zeros(scores.rows, 0), categories: rows.categories.map(() => null) };
    const copulas = fitCategoryCopulas(plain);
    expect(copulas.categories).toEqual([]);
    expect(copulaSampler(copulas)(null, [], keyedRandom("plain"))).toHaveLength(2);
  });
});
