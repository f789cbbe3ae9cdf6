import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clopperPearsonLower, incompleteBeta, lowerBoundReaches } from "./clopper-pearson.js";
import {
  averagePrecision,
  logLoss,
  operatingPoint,
  precisionAt,
  precisionRecallCurve,
  rocAuc,
} from "./evaluation.js";

/** Scores with many ties, labels with both classes. */
const ranking = fc
  .array(fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 1 })), { minLength: 2, maxLength: 40 })
  .filter((rows) => new Set(rows.map(([, label]) => label)).size === 2);

function curveOf(rows: readonly (readonly [number, number])[]) {
  return precisionRecallCurve(
    rows.map(([score]) => score),
    rows.map(([, label]) => label),
  );
}

describe("rocAuc", () => {
  it("is the share of positive–negative pairs in the right order, ties half", () => {
    fc.assert(
      fc.property(ranking, (rows) => {
        const scores = (label: number) => rows.filter((row) => row[1] === label).map(([score]) => score);
        let wins = 0;
        for (const positive of scores(1)) {
          for (const negative of scores(0)) wins += (Math.sign(positive - negative) + 1) / 2;
        }
        expect(rocAuc(curveOf(rows))).toBeCloseTo(wins / (scores(1).length * scores(0).length), 12);
      }),
    );
  });

  it("needs both classes", () => {
    expect(() => rocAuc(precisionRecallCurve([1, 2], [1, 1]))).toThrow(
      expect.objectContaining({ code: "LINKS_ONE_CLASS" }),
    );
  });
});

describe("averagePrecision", () => {
  it("is 1 for a perfect ranking and the base rate when all scores are equal", () => {
    expect(averagePrecision(precisionRecallCurve([4, 3, 2, 1], [1, 1, 0, 0]))).toBe(1);
    expect(averagePrecision(precisionRecallCurve([1, 1, 1, 1], [1, 0, 0, 0]))).toBe(0.25);
  });

  it("sums precision over recall gained, worked by hand", () => {
    // Ranks 1 and 3 are positive: ½·1 + ½·⅔.
    expect(averagePrecision(precisionRecallCurve([0.9, 0.8, 0.7, 0.1], [1, 0, 1, 0]))).toBeCloseTo(5 / 6, 12);
  });
});

describe("precisionAt", () => {
  it("counts the best k, with the expectation over ties at the border", () => {
    const curve = precisionRecallCurve([3, 2, 2, 2, 1], [1, 1, 0, 0, 1]);
    expect(precisionAt(1, curve)).toBe(1);
    expect(precisionAt(2, curve)).toBeCloseTo((1 + 1 / 3) / 2, 12);
    expect(precisionAt(4, curve)).toBe(0.5);
    expect(precisionAt(100, curve)).toBe(0.6);
    expect(() => precisionAt(0, curve)).toThrow(expect.objectContaining({ code: "LINKS_INVALID_ARGUMENT" }));
  });
});

describe("precisionRecallCurve", () => {
  it("has at each distinct score what counting gives", () => {
    fc.assert(
      fc.property(ranking, (rows) => {
        const positives = rows.filter(([, label]) => label === 1).length;
        const expected = [...new Set(rows.map(([score]) => score))]
          .sort((x, y) => y - x)
          .map((threshold) => {
            const predicted = rows.filter(([score]) => score >= threshold);
            const truePositives = predicted.filter(([, label]) => label === 1).length;
            const support = predicted.length;
            return {
              threshold,
              support,
              truePositives,
              precision: truePositives / support,
              recall: truePositives / positives,
            };
          });
        expect(curveOf(rows)).toEqual(expected);
      }),
    );
  });

  it("refuses scores that are not numbers and labels that are missing", () => {
    const code = "LINKS_INVALID_ARGUMENT";
    expect(() => precisionRecallCurve([Number.NaN], [1])).toThrow(expect.objectContaining({ code }));
    expect(() => precisionRecallCurve([1, 2], [1])).toThrow(expect.objectContaining({ code }));
  });
});

describe("clopperPearsonLower", () => {
  // Computed with 60-digit arithmetic from the binomial sum.
  it.each([
    [164, 193, 0.95, 0.8008245427924099],
    [45, 50, 0.95, 0.801166997484],
    [29, 30, 0.95, 0.8514039313408868],
    [9, 10, 0.95, 0.6058366975634952],
    [1, 20, 0.95, 0.0025613787765302],
    [850, 1000, 0.95, 0.8301635782413042],
    [14, 14, 0.95, 0.8073638243498646],
    [17, 20, 0.99, 0.5792710828741844],
  ])("is right for %d of %d at %d", (successes, trials, confidence, expected) => {
    expect(clopperPearsonLower(successes, trials, confidence)).toBeCloseTo(expected, 10);
  });

  it("is zero without a success and refuses counts that are none", () => {
    expect(clopperPearsonLower(0, 10)).toBe(0);
    expect(clopperPearsonLower(0, 0)).toBe(0);
    for (const [successes, trials] of [
      [2, 1],
      [-1, 3],
      [0.5, 3],
      [Number.NaN, 3],
    ] as const) {
      expect(() => clopperPearsonLower(successes, trials)).toThrow(
        expect.objectContaining({ code: "LINKS_INVALID_ARGUMENT" }),
      );
    }
  });

  it("agrees with the test that needs no bisection", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 400 }),
        fc.nat({ max: 400 }),
        fc.integer({ min: 1, max: 99 }),
        (x, y, percent) => {
          const [successes, trials] = [Math.min(x, y), Math.max(x, y)];
          const bound = clopperPearsonLower(successes, trials);
          // On the border itself rounding may decide either way.
          fc.pre(Math.abs(bound - percent / 100) > 1e-9);
          expect(lowerBoundReaches(percent / 100, successes, trials)).toBe(bound > percent / 100);
        },
      ),
    );
  });
});

describe("incompleteBeta", () => {
  it("has the closed forms of one parameter being 1, and the reflection", () => {
    for (const x of [0, 0.01, 0.3, 0.77, 1]) {
      expect(incompleteBeta(x, 1, 5)).toBeCloseTo(1 - (1 - x) ** 5, 12);
      expect(incompleteBeta(x, 7.5, 1)).toBeCloseTo(x ** 7.5, 12);
      expect(incompleteBeta(x, 3, 8) + incompleteBeta(1 - x, 8, 3)).toBeCloseTo(1, 12);
    }
  });
});

describe("operatingPoint", () => {
  it("is the laxest threshold that reaches the target, or null", () => {
    fc.assert(
      fc.property(ranking, fc.constantFrom(0.1, 0.3, 0.5), (rows, target) => {
        const curve = curveOf(rows);
        const reached = curve.filter((p) => clopperPearsonLower(p.truePositives, p.support) >= target);
        expect(operatingPoint(curve, target)?.threshold).toBe(reached.at(-1)?.threshold);
      }),
    );
  });

  it("does not take a small perfect sample for proof", () => {
    const perfect = (positives: number) =>
      precisionRecallCurve(
        Array.from({ length: positives + 5 }, (_, i) => (i < positives ? 1 : 0)),
        Array.from({ length: positives + 5 }, (_, i) => (i < positives ? 1 : 0)),
      );
    expect(operatingPoint(perfect(13), 0.8)).toBeNull();
    expect(operatingPoint(perfect(14), 0.8)).toEqual({
      threshold: 1,
      precision: 1,
      recall: 1,
      support: 14,
      lowerBound: expect.closeTo(0.80736, 4) as number,
    });
  });
});

describe("logLoss", () => {
  it("is the mean surprise, and finite for a confident error", () => {
    expect(logLoss([0.5, 0.25], [1, 0])).toBeCloseTo((Math.log(2) - Math.log(0.75)) / 2, 12);
    expect(logLoss([0], [1])).toBeLessThan(40);
  });
});
