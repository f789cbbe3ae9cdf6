import { mix32 } from "@interlude/core-numerics";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type LogisticModel,
  contributions,
  correctPrior,
  linearScore,
  logit,
  probability,
  sigmoid,
} from "./logistic-model.js";
import { type Design, type LogisticOptions, fitWithCertificate } from "./logistic-regression.js";
import { penalisedLoss } from "./penalised-likelihood.js";

function uniform(i: number): number {
  return (mix32(Math.imul(i + 1, 0x9e3779b1)) + 0.5) / 2 ** 32;
}

/** Rows of standard-ish columns whose labels follow the given weights, then an intercept. */
function planted(rows: number, weights: readonly number[], intercept: number): Design {
  const columns = weights.length;
  const values = new Float64Array(rows * columns);
  const labels = new Uint8Array(rows);
  for (let row = 0; row < rows; row += 1) {
    let score = intercept;
    for (let j = 0; j < columns; j += 1) {
      values[row * columns + j] = 5 + 3 * (uniform((row * columns + j) * 2) - 0.5);
      score += weights[j]! * values[row * columns + j]!;
    }
    labels[row] = uniform(row * 2 + 1) < sigmoid(score) ? 1 : 0;
  }
  return { values, columns, labels };
}

function modelOf(design: Design, options: LogisticOptions): LogisticModel {
  return fitWithCertificate(design, options).model;
}

describe("fitWithCertificate", () => {
  it("finds planted weights again", () => {
    const model = modelOf(planted(20_000, [1.5, -0.7, 0], -4), { ridge: 1e-3 });
    const raw = model.coefficients.map((coefficient, j) => coefficient / model.scales[j]!);
    expect(raw[0]).toBeCloseTo(1.5, 0.9);
    expect(raw[1]).toBeCloseTo(-0.7, 0.9);
    expect(Math.abs(raw[2]!)).toBeLessThan(0.08);
  });

  it("ends where the penalised likelihood is flat: no small step in any direction improves it", () => {
    const design = planted(500, [1, -1], 0.3);
    const ridge = 2;
    const model = modelOf(design, { ridge });
    const rows = new Float64Array(500 * 3);
    for (let row = 0; row < 500; row += 1) {
      for (let j = 0; j < 2; j += 1) {
        rows[row * 3 + j] = (design.values[row * 2 + j]! - model.means[j]!) / model.scales[j]!;
      }
      rows[row * 3 + 2] = 1;
    }
    const beta = [...model.coefficients, model.intercept];
    const lossAt = (point: number[]): number =>
      penalisedLoss(rows, design.labels, ridge, Float64Array.from(point)).loss;
    for (const step of [-1e-3, 1e-3]) {
      for (const j of beta.keys()) {
        expect(lossAt(beta.with(j, beta[j]! + step))).toBeGreaterThan(lossAt(beta));
      }
    }
  });

  it("keeps constrained coefficients at zero where the data would have them negative", () => {
    const design = planted(3000, [1.2, -0.8], 0);
    const free = modelOf(design, { ridge: 1 });
    const held = modelOf(design, { ridge: 1, nonNegative: [true, true] });
    expect(free.coefficients[1]).toBeLessThan(0);
    expect(held.coefficients[1]).toBe(0);
    // What is left must be the fit without that column.
    const alone = modelOf(
      { values: design.values.filter((_, i) => i % 2 === 0), columns: 1, labels: design.labels },
      { ridge: 1 },
    );
    expect(held.coefficients[0]).toBeCloseTo(alone.coefficients[0]!, 6);
  });

  it("copes with collinear and constant columns and with separable classes, thanks to the ridge", () => {
    const values = Float64Array.from({ length: 40 * 3 }, (_, i) => (i % 3 === 2 ? 7 : Math.floor(i / 3)));
    const labels = Uint8Array.from({ length: 40 }, (_, row) => (row >= 20 ? 1 : 0));
    const model = modelOf({ values, columns: 3, labels }, { ridge: 1 });
    expect(model.coefficients[0]).toBeCloseTo(model.coefficients[1]!, 9);
    expect(model.coefficients[0]).toBeGreaterThan(0);
    expect(model.coefficients[2]).toBeCloseTo(0, 12);
  });

  it("converges, keeps the constraints and gives the same bits again, whatever the design", () => {
    const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    const design = fc
      .array(fc.tuple(number, number, fc.boolean()), { minLength: 2, maxLength: 60 })
      .filter((rows) => rows.some(([, , label]) => label) && rows.some(([, , label]) => !label));
    fc.assert(
      fc.property(design, (rows) => {
        const fit = () =>
          modelOf(
            {
              values: Float64Array.from(rows.flatMap(([x, y]) => [x, y])),
              columns: 2,
              labels: Uint8Array.from(rows, ([, , label]) => Number(label)),
            },
            { ridge: 0.5, nonNegative: [true, false] },
          );
        const model = fit();
        expect(fit()).toEqual(model);
        expect(model.coefficients[0]).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each([
    [
      "no negatives",
      { values: Float64Array.of(1, 2), columns: 1, labels: Uint8Array.of(1, 1) },
      "LINKS_ONE_CLASS",
    ],
    ["no rows", { values: new Float64Array(0), columns: 1, labels: new Uint8Array(0) }, "LINKS_ONE_CLASS"],
    [
      "a value that is not a number",
      { values: Float64Array.of(1, Number.NaN), columns: 1, labels: Uint8Array.of(1, 0) },
      "LINKS_INVALID_DESIGN",
    ],
    [
      "a missing value",
      { values: Float64Array.of(1), columns: 1, labels: Uint8Array.of(1, 0) },
      "LINKS_INVALID_DESIGN",
    ],
  ])("refuses %s", (_, design, code) => {
    expect(() => modelOf(design, { ridge: 1 })).toThrow(expect.objectContaining({ code }));
  });
});

describe("the logistic model", () => {
  const model = { intercept: -2, coefficients: [0.5, 0, -1.25], means: [3, 1, 0.1], scales: [2, 1, 0.3] };

  it("has contributions that sum with the intercept to the logit of its probability within 1e-9", () => {
    const value = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(value, value, value), (row) => {
        const sum = model.intercept + contributions(model, row).reduce((total, c) => total + c, 0);
        expect(Math.abs(sum - linearScore(model, row))).toBeLessThan(1e-9);
        expect(probability(model, row)).toBe(sigmoid(linearScore(model, row)));
      }),
    );
  });

  it("moves only the intercept when the prevalence is corrected, by the difference of the logits", () => {
    const corrected = correctPrior(model, { sampledPrevalence: 0.5, truePrevalence: 0.01 });
    expect(corrected).toEqual({
      ...model,
      intercept: expect.closeTo(-2 + Math.log(0.01 / 0.99), 12) as number,
    });
    expect(() => correctPrior(model, { sampledPrevalence: 0.5, truePrevalence: 0 })).toThrow(
      expect.objectContaining({ code: "LINKS_INVALID_ARGUMENT" }),
    );
  });

  it("has a sigmoid that neither overflows nor loses the inverse", () => {
    expect(sigmoid(-800)).toBe(0);
    expect(sigmoid(800)).toBe(1);
    expect(logit(sigmoid(-3.25))).toBeCloseTo(-3.25, 12);
  });
});
