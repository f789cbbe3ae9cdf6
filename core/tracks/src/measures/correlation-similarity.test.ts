import { matrixOfRows, takeRows, zeros } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { keyedRandom, shuffledIndices } from "../random.js";
import { conditionCorrelation } from "./condition-correlation.js";
import { correlationSimilarity } from "./correlation-similarity.js";
import { pearsonCorrelation } from "./pearson.js";
import { spearmanCorrelation } from "./spearman.js";

const random = keyedRandom("columns");
const real = matrixOfRows(
  Array.from({ length: 5000 }, () => {
    const x = random.normal();
    return [x, x];
  }),
);
const shuffled = matrixOfRows(Array.from({ length: 5000 }, () => [random.normal(), random.normal()]));

describe("correlations", () => {
  it("of lines are 1 and −1, of a constant none", () => {
    expect(pearsonCorrelation([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 14);
    expect(pearsonCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 14);
    expect(pearsonCorrelation([1, 2, 3], [0.1, 0.1, 0.1])).toBeNull();
  });

  it("of ranks see the order alone, of the rows that have both values", () => {
    expect(spearmanCorrelation([1, 2, NaN, 3], [1, 10, 0, 1000]).value).toBeCloseTo(1, 14);
    // By hand: ranks 1.5, 1.5, 3 and 1, 2, 3.
    expect(spearmanCorrelation([4, 4, 9], [1, 2, 3]).value).toBeCloseTo(Math.sqrt(3) / 2, 14);
    expect(spearmanCorrelation([1, 2], [1, 2]).reason).toMatch(/2 rows/);
    expect(spearmanCorrelation([1, 1, 1], [1, 2, 3]).reason).toMatch(/never varies/);
  });
});

describe("correlationSimilarity", () => {
  it("is 1 for the same rows in any order, and loses half of what shuffled columns lost", () => {
    expect(correlationSimilarity(real, real)).toEqual({ similarity: { value: 1 }, pairsLeftOut: 0 });
    const order = shuffledIndices(real.rows, random);
    expect(correlationSimilarity(real, takeRows(real, order)).similarity.value).toBeCloseTo(1, 10);
    expect(correlationSimilarity(real, shuffled).similarity.value).toBeCloseTo(0.5, 1);
    expect(correlationSimilarity(shuffled, real).similarity.value).toBeCloseTo(0.5, 1);
  });

  it("leaves constants of the real rows out, and not those of the synthetic ones", () => {
    const withConstant = matrixOfRows([
      [1, 2, 0.1],
      [2, 3, 0.1],
      [3, 4, 0.1],
    ]);
    expect(correlationSimilarity(withConstant, withConstant)).toEqual({
      similarity: { value: 1 },
      pairsLeftOut: 2,
    });
    const flat = zeros(3, 3);
    expect(correlationSimilarity(withConstant, flat).similarity.value).toBeCloseTo(0.5, 12);
    expect(correlationSimilarity(flat, withConstant).similarity.reason).toMatch(/no two columns/);
    expect(correlationSimilarity(withConstant, zeros(0, 3)).similarity.reason).toMatch(/no synthetic/);
  });
});

describe("conditionCorrelation", () => {
  const condition = Float64Array.from({ length: 5000 }, (_, row) => real.values[2 * row]!);

  it("is 0 for the same rows, and what is lost where a feature ignores the condition", () => {
    expect(conditionCorrelation(real, condition, real, condition).worst.value).toBe(0);
    const half = matrixOfRows(Array.from(condition, (x) => [x, random.normal()]));
    const { differences, mean, worst } = conditionCorrelation(real, condition, half, condition);
    expect(differences[0]!.value).toBeCloseTo(0, 12);
    expect(worst.value).toBeCloseTo(1, 1);
    expect(mean.value).toBeCloseTo(worst.value! / 2, 12);
    const flat = conditionCorrelation(real, condition, zeros(9, 2), condition.subarray(0, 9));
    expect(flat.worst.value).toBeCloseTo(1, 12);
  });

  it("says why it has no figure", () => {
    expect(conditionCorrelation(zeros(9, 2), condition.subarray(0, 9), real, condition).worst.reason).toMatch(
      /no feature/,
    );
  });
});
