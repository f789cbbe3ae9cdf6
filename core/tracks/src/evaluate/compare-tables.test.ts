import { type Matrix, columnOf, matrixOfRows } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { type Random, keyedRandom } from "../random.js";
import { parseTableSpace } from "../table/parse-table-space.js";
import { learnCategories } from "../measures/category-coherence.js";
import { compareTables } from "./compare-tables.js";
import { sweepConditions } from "./sweep-conditions.js";

const space = parseTableSpace(
  JSON.stringify({
    name: "judged",
    columns: [
      { name: "x", lower: -9, upper: 9 },
      { name: "y", lower: -9, upper: 9 },
    ],
  }),
);

/** Two categories and a number; y follows x squared, x follows the number and the category. */
function rowsOf(count: number, seed: string, draw = trackOf) {
  const random = keyedRandom(seed);
  const conditions = Array.from({ length: count }, () => [random.below(2), random.normal()]);
  return {
    table: matrixOfRows(conditions.map(([category, number]) => draw(category!, number!, random))),
    conditions: matrixOfRows(conditions),
  };
}

function trackOf(category: number, number: number, random: Random): number[] {
  const x = 0.7 * number + (category - 0.5) + 0.6 * random.normal();
  return [x, 0.7 * x * x + 0.4 * random.normal() - 1];
}

const held = rowsOf(700, "held");
const training = rowsOf(700, "training");
const real = {
  space,
  held,
  training,
  numeric: [1],
  category: 0,
  recogniser: learnCategories(
    { rows: training.table, categories: [...columnOf(training.conditions, 0)] },
    "test",
  ),
  seed: "test",
};
const compare = (drawn: { table: Matrix; conditions: Matrix }) => compareTables(real, drawn);

describe("compareTables", () => {
  it("cannot tell rows of the same kind apart", () => {
    const likeness = compare(rowsOf(700, "others"));
    expect(Math.abs(likeness.twoSampleAuc.value! - 0.5)).toBeLessThan(0.06);
    expect(likeness.ksComplementLeast.value).toBeGreaterThan(0.9);
    expect(likeness.correlationSimilarity.value).toBeGreaterThan(0.9);
    expect(likeness.rowsOutOfBounds.value).toBe(0);
    expect(Math.abs(likeness.distanceRatio.value! - 1)).toBeLessThan(0.15);
    expect(likeness.popularityDifference.value).toBeLessThan(0.1);
    expect(Math.abs(likeness.coherenceDifference.value!)).toBeLessThan(10);
    expect(Math.abs(likeness.varianceRatio.value! - 1)).toBeLessThan(0.3);
  });

  it("gives a reason where there is no figure", () => {
    const few = { ...real, held: rowsOf(60, "few") };
    const none = compareTables(
      { ...few, numeric: [], category: null, recogniser: null },
      rowsOf(60, "others"),
    );
    expect(none.popularityDifference.reason).toBe("no condition is a number");
    expect(none.coherenceDifference.reason).toBe("no condition is a category");
    expect(none.varianceRatio.reason).toBe("no condition is a category");
    const own = compareTables(few, training);
    expect(own.distanceRatio.reason).toMatch(/learnt from/);
    expect(own.coherenceDifference.reason).toMatch(/learnt from/);
  });

  it("tells dependence by trees where the marginals are right", () => {
    const shuffled = rowsOf(700, "shuffled", (category, number, random) => [
      trackOf(category, number, random)[0]!,
      trackOf(category, number, random)[1]!,
    ]);
    const likeness = compare(shuffled);
    expect(likeness.ksComplementLeast.value).toBeGreaterThan(0.9);
    expect(likeness.twoSampleAuc.value).toBeGreaterThan(0.65);
  });

  it("tells copies of training rows by their distance, and counts what is out of bounds", () => {
    const copies = { ...training, table: { ...training.table } };
    const likeness = compare(copies);
    expect(likeness.distanceRatio.value).toBe(0);
    expect(likeness.nearerToTraining.value).toBeGreaterThan(0.95);
    const outside = rowsOf(60, "outside", () => [10, 0]);
    expect(compare(outside).rowsOutOfBounds.value).toBe(60);
  });

  it("takes missing values as they are", () => {
    const gaps = rowsOf(700, "gaps", (...given) => [trackOf(...given)[0]!, NaN]);
    expect(
      compare({ ...gaps, table: { ...gaps.table, values: gaps.table.values.with(1, 0) as Float64Array } })
        .twoSampleAuc.value,
    ).toBeGreaterThan(0.95);
  });
});

describe("sweepConditions", () => {
  const declarations = [
    { name: "category", kind: "category" },
    { name: "number", kind: "number" },
  ] as const;
  const conditions = Array.from({ length: 700 }, (_, i) =>
    Array.from(held.conditions.values.subarray(2 * i, 2 * i + 2)),
  );
  const response = (draw: typeof trackOf) =>
    sweepConditions(
      held.table,
      conditions,
      declarations,
      (rows) => {
        const random = keyedRandom("sweep");
        return matrixOfRows(
          rows.map(([category, number]) => draw(category as number, number as number, random)),
        );
      },
      "test",
    ).value;

  it("sees a generator that follows its conditions, and one that goes the other way", () => {
    expect(response(trackOf)).toBe(1);
    expect(response((category, number, random) => trackOf(1 - category, -number, random))).toBeLessThan(0.3);
  });

  it("says that nothing follows an unknown number", () => {
    const unknown = sweepConditions(
      held.table,
      conditions.map(() => [null]),
      [{ name: "n", kind: "number" }],
      (rows) => matrixOfRows(rows as number[][], 2),
      "a",
    );
    expect(unknown.reason).toMatch(/clearly follows/);
  });
});
