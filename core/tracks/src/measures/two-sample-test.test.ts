import { readFileSync } from "node:fs";
import { type Matrix, matrixOfRows, takeRows, zeros } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { keyedRandom, shuffledIndices } from "../random.js";
import { crossValidatedAuc, twoSampleAuc } from "./two-sample-test.js";

interface Fixture {
  readonly columns: number;
  readonly cases: readonly {
    readonly name: string;
    readonly real: readonly (number | null)[];
    readonly synthetic: readonly (number | null)[];
    readonly trees: number;
    readonly logistic?: number;
  }[];
}

const fixture = JSON.parse(
  readFileSync(new URL("../../fixtures/two-sample-auc.json", import.meta.url), "utf8"),
) as Fixture;

function table(values: readonly (number | null)[]): Matrix {
  return {
    rows: values.length / fixture.columns,
    columns: fixture.columns,
    values: Float64Array.from(values, (value) => value ?? NaN),
  };
}

describe("twoSampleAuc", () => {
  it.each(fixture.cases)("is scikit-learn's on $name, within .02", (example) => {
    const [real, synthetic] = [table(example.real), table(example.synthetic)];
    const foldOf = Int32Array.from({ length: real.rows + synthetic.rows }, (_, row) => row % 5);
    const auc = crossValidatedAuc(real, synthetic, foldOf, "trees", "a");
    expect(Math.abs(auc - example.trees)).toBeLessThan(0.02);
  });

  it.each(fixture.cases.filter(({ logistic }) => logistic !== undefined))(
    "by a logistic regression is scikit-learn's on $name",
    (example) => {
      const [real, synthetic] = [table(example.real), table(example.synthetic)];
      const foldOf = Int32Array.from({ length: real.rows + synthetic.rows }, (_, row) => row % 5);
      expect(crossValidatedAuc(real, synthetic, foldOf, "logistic", "a")).toBeCloseTo(example.logistic!, 3);
    },
  );

  it("sees by trees what shuffled columns lost, and not by a logistic regression", () => {
    const { real, synthetic } = fixture.cases.find(({ name }) => name === "shuffled")!;
    const auc = (classifier: "trees" | "logistic") =>
      twoSampleAuc(table(real), table(synthetic), { classifier, seed: "a" }).value!;
    expect(auc("trees")).toBeGreaterThan(0.6);
    expect(auc("logistic")).toBeLessThan(0.56);
  });

  it("is the same for the same seed, and hardly another for rows in another order", () => {
    const real = table(fixture.cases[1]!.real);
    const synthetic = table(fixture.cases[1]!.synthetic);
    const auc = twoSampleAuc(real, synthetic, { seed: "a" }).value!;
    expect(twoSampleAuc(real, synthetic, { seed: "a" }).value).toBe(auc);
    const other = takeRows(real, shuffledIndices(real.rows, keyedRandom("order")));
    expect(Math.abs(twoSampleAuc(other, synthetic, { seed: "a" }).value! - auc)).toBeLessThan(0.06);
  });

  it("is one half for rows that are all alike", () => {
    const rows = matrixOfRows(Array.from({ length: 40 }, () => [1, NaN]));
    expect(twoSampleAuc(rows, rows, { seed: "a" }).value).toBe(0.5);
    expect(twoSampleAuc(rows, rows, { seed: "a", classifier: "logistic" }).value).toBe(0.5);
  });

  it("says why it has no figure", () => {
    expect(twoSampleAuc(zeros(4, 2), zeros(9, 2), { seed: "a" })).toEqual({
      value: null,
      reason: "4 rows of a kind are too few for 5 folds",
    });
    expect(twoSampleAuc(zeros(9, 0), zeros(9, 0), { seed: "a" }).reason).toMatch(/no columns/);
    expect(() => twoSampleAuc(zeros(9, 2), zeros(9, 3), { seed: "a" })).toThrow(
      expect.objectContaining({ code: "SHAPE_MISMATCH" }),
    );
  });
});
