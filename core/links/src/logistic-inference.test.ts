import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { averagePrecision, logLoss, precisionRecallCurve, rocAuc } from "./evaluation.js";
import { inferCoefficients } from "./logistic-inference.js";
import { linearScore, sigmoid } from "./logistic-model.js";
import { type Design, fitWithCertificate } from "./logistic-regression.js";
import { seededRandom } from "./seeded-random.js";

interface Fixture {
  readonly scikitLearn: string;
  readonly columns: number;
  readonly values: number[];
  readonly labels: number[];
  readonly varianceInflation: number[];
  readonly fits: {
    ridge: number;
    intercept: number;
    coefficients: number[];
    standardErrors: number[];
    auc: number;
    averagePrecision: number;
    logLoss: number;
  }[];
}

const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/scikit-learn.json", import.meta.url), "utf8"),
) as Fixture;
const design: Design = {
  values: Float64Array.from(fixture.values),
  columns: fixture.columns,
  labels: Uint8Array.from(fixture.labels),
};

describe.each(fixture.fits)(`scikit-learn ${fixture.scikitLearn} with a ridge of $ridge`, (theirs) => {
  const options = { ridge: theirs.ridge };
  const fit = fitWithCertificate(design, options);
  const scores = Array.from(design.labels, (_, row) => linearScore(fit.model, design.values, row * 4));

  it("finds the same coefficients and errors within 1e-6", () => {
    const inference = inferCoefficients(design, options, fit);
    expect(Math.abs(fit.model.intercept - theirs.intercept)).toBeLessThan(1e-6);
    inference.forEach(({ coefficient, standardError, varianceInflation }, j) => {
      expect(Math.abs(coefficient - theirs.coefficients[j]!)).toBeLessThan(1e-6);
      expect(Math.abs(standardError! - theirs.standardErrors[j]!)).toBeLessThan(1e-6);
      expect(varianceInflation! / fixture.varianceInflation[j]!).toBeCloseTo(1, 6);
    });
  });

  it("finds the same ranking metrics within 1e-6", () => {
    const curve = precisionRecallCurve(scores, design.labels);
    expect(rocAuc(curve)).toBeCloseTo(theirs.auc, 6);
    expect(averagePrecision(curve)).toBeCloseTo(theirs.averagePrecision, 6);
    expect(logLoss(scores.map(sigmoid), design.labels)).toBeCloseTo(theirs.logLoss, 6);
  });

  it("is certified", () => {
    expect(fit.certificate.gradientNorm).toBeLessThan(1e-10);
    expect(fit.certificate.decrement).toBeLessThan(1e-10);
    expect(fit.certificate).toMatchObject({ held: [], leastHeldSlope: null });
    expect(fit).toMatchObject({ constantColumns: [], separated: false });
  });
});

describe("fitWithCertificate", () => {
  it("certifies held coefficients by the slope that would push them below zero", () => {
    const { certificate, model } = fitWithCertificate(design, {
      ridge: 1,
      nonNegative: [true, true, true, true],
    });
    expect(certificate.held.map((j) => model.coefficients[j])).toEqual(certificate.held.map(() => 0));
    expect(certificate.held).toContain(3);
    expect(certificate.leastHeldSlope).toBeGreaterThanOrEqual(0);
  });

  it("says that classes are perfectly separated and that a column is constant", () => {
    const separated = fitWithCertificate(
      { values: Float64Array.of(1, 5, 2, 5, 3, 5, 4, 5), columns: 2, labels: Uint8Array.of(0, 0, 1, 1) },
      { ridge: 0.1 },
    );
    expect(separated).toMatchObject({ separated: true, constantColumns: [1] });
    expect(separated.model.coefficients[1]).toBeCloseTo(0, 12);
  });

  it("counts a row of weight two as the row twice", () => {
    const weights = Uint8Array.from(design.labels, (_, row) => Number(row < 2) + 1);
    const values = Float64Array.of(...design.values.subarray(0, 8), ...design.values);
    const labels = Uint8Array.of(...design.labels.subarray(0, 2), ...design.labels);
    const once = fitWithCertificate({ ...design, weights }, { ridge: 1e-6 });
    const twice = fitWithCertificate({ values, columns: 4, labels }, { ridge: 1e-6 });
    // Standardised on other rows, the same model has other numbers: its scores are the same.
    for (let row = 0; row < 20; row += 1) {
      expect(linearScore(once.model, design.values, row * 4)).toBeCloseTo(
        linearScore(twice.model, design.values, row * 4),
        4,
      );
    }
  });
});

describe("inferCoefficients", () => {
  it("has no error for columns that are held or constant, and infinite inflation for columns that repeat", () => {
    const values = Float64Array.from({ length: 160 }, (_, i) => {
      const row = Math.floor(i / 4);
      return i % 4 === 3 ? 1 : i % 4 === 2 ? -(row % 7) : row % 7;
    });
    const labels = Uint8Array.from({ length: 40 }, (_, row) => Number((row * 5) % 7 > 2 || row % 9 === 0));
    const repeated = { values, columns: 4, labels };
    const options = { ridge: 1, nonNegative: [true, true, true, true] };
    const inference = inferCoefficients(repeated, options, fitWithCertificate(repeated, options));
    expect(inference[0]!.varianceInflation).toBe(Infinity);
    expect(inference[3]).toMatchObject({ standardError: null, oddsRatio: null, varianceInflation: null });
  });

  it("has wider errors over artists than over rows where pairs share what their artists have", () => {
    const random = seededRandom(5);
    const fame = Array.from({ length: 30 }, () => random.next() * 4 - 2);
    const pairs = fame.flatMap((_, a) => fame.slice(a + 1).map((__, i) => [a, a + 1 + i] as const));
    // The label follows the artists' hidden fame, the column only one visible trait of an artist.
    const values = Float64Array.from(pairs, ([a, b]) => (a % 5) + (b % 5));
    const labels = Uint8Array.from(pairs, ([a, b]) => Number(random.next() < sigmoid(fame[a]! + fame[b]!)));
    const options = { ridge: 1 };
    const shared = { values, columns: 1, labels };
    const infer = () =>
      inferCoefficients(shared, options, fitWithCertificate(shared, options), {
        pairs,
        samples: 60,
        seed: 1,
      });
    const [only] = infer();
    expect(only!.bootstrapError).toBeGreaterThan(only!.standardError! * 1.5);
    expect(only!.oddsRatio!.high / only!.oddsRatio!.value).toBeCloseTo(
      Math.exp(1.96 * only!.bootstrapError!),
      2,
    );
    expect(infer()).toEqual([only]);
  });
});
