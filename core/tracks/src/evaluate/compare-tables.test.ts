import { type Matrix, matrixOfRows, zeros } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { type Random, keyedRandom } from "../random.js";
import { parseTableSpace } from "../table/parse-table-space.js";
import { categoryCoherence } from "./category-coherence.js";
import { compareTables } from "./compare-tables.js";
import { conditionResponse, varianceRatio } from "./condition-response.js";

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
const compare = (drawn: { table: Matrix; conditions: Matrix }) =>
  compareTables(space, held, drawn, training.table, [1], "test");

describe("compareTables", () => {
  it("cannot tell rows of the same kind apart", () => {
    const likeness = compare(rowsOf(700, "others"));
    expect(likeness.twoSampleAuc).toBeGreaterThan(0.44);
    expect(likeness.twoSampleAuc).toBeLessThan(0.56);
    expect(likeness.ksComplementMin).toBeGreaterThan(0.9);
    expect(likeness.correlationSimilarity).toBeGreaterThan(0.9);
    expect(likeness.outOfBounds).toBe(0);
    expect(Math.abs(likeness.distanceRatio! - 1)).toBeLessThan(0.15);
    expect(likeness.spearmanDifferenceMax!).toBeLessThan(0.1);
  });

  it("tells dependence by trees where the marginals are right", () => {
    const shuffled = rowsOf(700, "shuffled", (category, number, random) => [
      trackOf(category, number, random)[0]!,
      trackOf(category, number, random)[1]!,
    ]);
    expect(compare(shuffled).ksComplementMin).toBeGreaterThan(0.9);
    expect(compare(shuffled).twoSampleAuc).toBeGreaterThan(0.65);
  });

  it("tells copies of training rows by their distance, and counts what is out of bounds", () => {
    expect(compare(training).distanceRatio).toBe(0);
    const outside = rowsOf(700, "outside", () => [10, 0]);
    expect(compare(outside).outOfBounds).toBe(1);
  });

  it("takes missing values as they are", () => {
    const gaps = rowsOf(700, "gaps", (...given) => [trackOf(...given)[0]!, NaN]);
    expect(
      compare({ ...gaps, table: { ...gaps.table, values: gaps.table.values.with(1, 0) as Float64Array } })
        .twoSampleAuc,
    ).toBeGreaterThan(0.95);
  });
});

describe("what follows conditions", () => {
  const declarations = [{ kind: "category" }, { kind: "number" }] as const;
  const conditionRows = Array.from({ length: 700 }, (_, i) =>
    Array.from(held.conditions.values.subarray(2 * i, 2 * i + 2)),
  );
  const drawWith = (draw: typeof trackOf) => (rows: readonly (readonly (string | number | null)[])[]) => {
    const random = keyedRandom("sweep");
    return matrixOfRows(rows.map(([category, number]) => draw(category as number, number as number, random)));
  };
  const response = (draw: typeof trackOf) =>
    conditionResponse(held, drawWith(draw)(conditionRows), conditionRows, declarations, drawWith(draw));

  it("is seen in a generator that follows them, and missed in one that goes the other way", () => {
    expect(response(trackOf)).toBe(1);
    expect(response((category, number, random) => trackOf(1 - category, -number, random))).toBeLessThan(0.3);
  });

  it("has the variance of real rows within a category, or not", () => {
    expect(Math.abs(varianceRatio(held, drawWith(trackOf)(conditionRows), 0)! - 1)).toBeLessThan(0.3);
    expect(varianceRatio(held, zeros(700, 2), 0)).toBe(0);
  });

  it("lets the category be told from the row", () => {
    const told = categoryCoherence(
      training,
      held,
      rowsOf(700, "blind", (_, number, random) => trackOf(0.5, number, random)),
      0,
    );
    expect(told.held).toBeGreaterThan(0.65);
    expect(Math.abs(told.drawn - 0.5)).toBeLessThan(0.1);
  });
});
