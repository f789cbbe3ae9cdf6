import { type Matrix, matrixOfRows, zeros } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { keyedRandom } from "../random.js";
import { activeUnits } from "./active-units.js";
import { categoryCoherence } from "./category-coherence.js";
import { categoryResponse, conditionResponse, numericResponse } from "./condition-response.js";
import { varianceRatios } from "./variance-ratio.js";

const GENRES = ["folk", "house", "metal"];
const categories = Array.from({ length: 600 }, (_, row) => GENRES[row % 3]!);
const numbers = Float64Array.from({ length: 600 }, (_, row) => row / 600);

/** One feature that rises with the number and the genre, one that falls with the number, one that follows nothing. */
function rows(seed: string, { follows = 1, spread = 1 } = {}): Matrix {
  const random = keyedRandom(seed);
  const noise = () => spread * random.normal();
  return matrixOfRows(
    Array.from({ length: 600 }, (_, row) => [
      follows * (2 * (row % 3) + numbers[row]!) + noise(),
      -follows * 3 * numbers[row]! + noise(),
      noise(),
    ]),
  );
}

const real = rows("real");

describe("conditionResponse", () => {
  it("counts what clearly follows a condition, and whether generated rows do, too", () => {
    const good = [
      numericResponse(real, numbers, rows("good"), numbers),
      categoryResponse(real, categories, rows("good"), categories),
    ];
    // Genres hide some of the first feature's rise, but not all; three pairs of genres differ in it.
    expect(good[0]!.relations).toBeGreaterThanOrEqual(1);
    expect(good[1]!.relations).toBe(3);
    expect(conditionResponse(good).value).toBe(1);
    const turned = rows("turned", { follows: -1 });
    expect(
      conditionResponse([
        numericResponse(real, numbers, turned, numbers),
        categoryResponse(real, categories, turned, categories),
      ]).value,
    ).toBe(0);
  });

  it("says why it has no figure", () => {
    const flat = numericResponse(zeros(600, 3), numbers, real, numbers);
    expect(conditionResponse([flat, categoryResponse(zeros(600, 3), categories, real, categories)])).toEqual({
      value: null,
      reason: "no feature clearly follows a condition in the real rows",
    });
  });
});

describe("varianceRatios", () => {
  it("is 1 for the same rows, and the squared ratio of the spreads", () => {
    expect(varianceRatios(real, categories, real, categories).mean.value).toBe(1);
    const wide = varianceRatios(rows("wide", { spread: 1.5 }), categories, real, categories).columns[2]!;
    expect(Math.abs(wide.value! - 2.25)).toBeLessThan(0.4);
    expect(varianceRatios(zeros(600, 3), categories, real, categories).mean.value).toBe(0);
  });

  it("does not take differences between groups for width", () => {
    const means = matrixOfRows(categories.map((genre) => [GENRES.indexOf(genre), 0.1, NaN]));
    const { columns, mean } = varianceRatios(means, categories, real, categories);
    expect(columns.map(({ value }) => value)).toEqual([0, 0, null]);
    expect(mean.value).toBe(0);
  });

  it("says why it has no figure", () => {
    expect(varianceRatios(real, categories, zeros(600, 3), categories).mean.reason).toMatch(/varies/);
    const each = categories.map((_, row) => row);
    expect(varianceRatios(real, each, real, each).mean.reason).toMatch(/no group has 20/);
  });
});

describe("categoryCoherence", () => {
  const of = (table: Matrix) => ({ rows: table, categories });

  it("is about 0 for rows of the same kind, and the lead over chance where genres are ignored", () => {
    const same = categoryCoherence(of(real), of(rows("held")), of(rows("same")), "a");
    expect(same.held.value).toBeGreaterThan(70);
    expect(Math.abs(same.difference.value!)).toBeLessThan(6);
    const other = categoryCoherence(of(real), of(rows("held")), of(rows("ignored", { follows: 0 })), "a");
    expect(other.synthetic.value).toBeLessThan(45);
    expect(other.difference.value).toBeGreaterThan(30);
  });

  it("leaves rare categories out and says why it has no figure", () => {
    const rare = categories.with(0, "a rare one");
    const training = { rows: real, categories: rare };
    expect(categoryCoherence(training, of(real), of(real), "a").categoriesLeftOut).toBe(1);
    const one = { rows: real, categories: categories.map(() => "folk") };
    expect(categoryCoherence(one, of(real), of(real), "a").difference.reason).toMatch(/2 are needed/);
    const unknown = { rows: real, categories: categories.map(() => "polka") };
    expect(categoryCoherence(of(real), of(real), unknown, "a").difference.reason).toMatch(/was learnt/);
  });
});

it("activeUnits counts the units whose posterior mean varies", () => {
  const random = keyedRandom("units");
  const means = Array.from({ length: 1000 }, () => [
    random.normal(),
    0.05 * random.normal(),
    0.2 * random.normal(),
  ]);
  expect(activeUnits(means)).toBe(2);
  expect(() => activeUnits([[1]])).toThrow(expect.objectContaining({ code: "TRACKS_TOO_FEW" }));
});
