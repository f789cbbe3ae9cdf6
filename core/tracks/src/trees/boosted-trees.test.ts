import { readFileSync } from "node:fs";
import { type Matrix, matrixOfRows, zeros } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { keyedRandom } from "../random.js";
import { boostedClasses, boostedScores, fitBoostedTrees } from "./boosted-trees.js";
import { probabilitiesOf } from "./class-losses.js";

const { columns, classes } = JSON.parse(
  readFileSync(new URL("../../fixtures/two-sample-auc.json", import.meta.url), "utf8"),
) as {
  readonly columns: number;
  readonly classes: {
    readonly train: number[];
    readonly trainLabels: number[];
    readonly test: number[];
    readonly testLabels: number[];
    readonly probabilities: number[];
  };
};

function table(values: readonly number[]): Matrix {
  return { rows: values.length / columns, columns, values: Float64Array.from(values) };
}

function noise(count: number, seed: string): Matrix {
  const random = keyedRandom(seed);
  return matrixOfRows(Array.from({ length: count }, () => [random.normal(), random.normal()]));
}

describe("boosted trees", () => {
  it("of three classes give scikit-learn's probabilities", () => {
    const model = fitBoostedTrees(table(classes.train), classes.trainLabels, 3, { passes: 10 });
    const probabilities = probabilitiesOf(boostedScores(model, table(classes.test)), 3);
    const differences = probabilities.map((value, i) => Math.abs(value - classes.probabilities[i]!));
    expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(0.01);
    const likeliest = classes.testLabels.map((_, row) => {
      const own = classes.probabilities.slice(3 * row, 3 * row + 3);
      return own.indexOf(Math.max(...own));
    });
    const same = boostedClasses(model, table(classes.test)).filter((label, row) => label === likeliest[row]);
    // Among equal gains, of which such few rows have some, scikit-learn's 32-bit gradients choose other splits.
    expect(same.length / likeliest.length).toBeGreaterThan(0.9);
  });

  it("learn a rule of two columns, and which side missing values are on", () => {
    const rows = noise(600, "rule");
    const labels = Array.from({ length: 600 }, (_, i) =>
      rows.values[2 * i]! * rows.values[2 * i + 1]! > 0 ? 1 : 0,
    );
    // In the second table, the first column is missing just where the label is 1.
    const gaps = { ...rows, values: rows.values.map((v, at) => (at % 2 === 0 && labels[at >> 1] ? NaN : v)) };
    for (const each of [rows, gaps]) {
      const found = boostedClasses(fitBoostedTrees(each, labels, 2), each);
      expect(found.filter((label, i) => label === labels[i]).length).toBeGreaterThan(590);
    }
  });

  it("depend on the order of values alone", () => {
    const rows = noise(300, "monotone");
    const labels = Array.from({ length: 300 }, (_, i) => (rows.values[2 * i]! > 0.3 ? 1 : 0));
    const stretched = { ...rows, values: rows.values.map((value) => Math.exp(3 * value)) };
    expect(boostedScores(fitBoostedTrees(stretched, labels, 2), stretched)).toEqual(
      boostedScores(fitBoostedTrees(rows, labels, 2), rows),
    );
  });

  it("keep to the prior where nothing can be learnt from", () => {
    const scores = boostedScores(
      fitBoostedTrees(zeros(90, 2), Array(90).fill(0).fill(1, 60), 2),
      zeros(1, 2),
    );
    expect(scores[0]).toBeCloseTo(Math.log(30 / 60), 12);
    const infinite = matrixOfRows([...Array(40).keys()].map((i) => [i < 20 ? -Infinity : Infinity]));
    const labels = Array(40).fill(0).fill(1, 20);
    expect([...boostedClasses(fitBoostedTrees(infinite, labels, 2), infinite)]).toEqual(labels);
  });

  it("stop early where held-out rows gain nothing, the same way for the same seed", () => {
    const rows = noise(500, "stop");
    const random = keyedRandom("labels");
    const labels = Array.from({ length: 500 }, () => random.below(2));
    const fit = (seed: string) => fitBoostedTrees(rows, labels, 2, { earlyStoppingAbove: 100, seed });
    expect(fit("a").passes.length).toBeLessThan(60);
    expect(fit("a")).toEqual(fit("a"));
    expect(fitBoostedTrees(rows, labels, 2).passes).toHaveLength(100);
  });

  it("refuse what they cannot learn from", () => {
    const refusal = (code: string) => expect.objectContaining({ code });
    expect(() => fitBoostedTrees(zeros(0, 2), [], 2)).toThrow(refusal("TRACKS_TOO_FEW"));
    expect(() => fitBoostedTrees(zeros(2, 2), [0, 2], 2)).toThrow(refusal("SHAPE_MISMATCH"));
    expect(() => fitBoostedTrees(zeros(2, 2), [0], 2)).toThrow(refusal("SHAPE_MISMATCH"));
    const model = fitBoostedTrees(zeros(2, 2), [0, 1], 2);
    expect(() => boostedScores(model, zeros(1, 3))).toThrow(refusal("SHAPE_MISMATCH"));
  });
});
