import { type Matrix, matrixOfRows } from "@interlude/core-numerics";
import { keyedRandom } from "@interlude/core-tracks";
import { describe, expect, it } from "vitest";
import { columnsOf, effectsOn } from "./measure-effects.js";

/** An intercept, a cause, and what goes with the cause but does nothing. */
function made(): { predictors: Matrix; feature: Float64Array } {
  const random = keyedRandom("effects");
  const rows = Array.from({ length: 8_000 }, () => {
    const cause = random.normal();
    return [1, cause, cause + random.normal()];
  });
  return {
    predictors: matrixOfRows(rows, 3),
    feature: Float64Array.from(rows, ([, cause]) => 7 + 3 * cause! + 4 * random.normal()),
  };
}

describe("effects of a regression", () => {
  const { predictors, feature } = made();

  it("are those of a predictor with the others as they are, in standard deviations of the feature", () => {
    const effectOf = effectsOn(feature, predictors)!;
    expect(Math.abs(effectOf([[1, 1]]).size - 3 / 5)).toBeLessThan(0.05);
    expect(effectOf([[1, 1]]).t).toBeGreaterThan(8);
    expect(Math.abs(effectOf([[2, 1]]).t)).toBeLessThan(3);
    // Alone it would look like a cause.
    const alone = effectsOn(feature, columnsOf(predictors, [0, 2]))!;
    expect(alone([[1, 1]]).t).toBeGreaterThan(8);
  });

  it("of a difference is the difference of the effects, and leaves out rows without a value", () => {
    const some = feature.map((value, row) => (row % 5 === 0 ? Number.NaN : value));
    const effectOf = effectsOn(some, predictors)!;
    const [one, other] = [effectOf([[1, 1]]).size, effectOf([[2, 1]]).size];
    expect(
      effectOf([
        [1, 1],
        [2, -1],
      ]).size,
    ).toBeCloseTo(one - other, 10);
    const kept = [...feature.keys()].filter((row) => row % 5 > 0);
    const without = effectsOn(
      Float64Array.from(kept, (row) => feature[row]!),
      matrixOfRows(
        kept.map((row) => [...predictors.values.subarray(3 * row, 3 * row + 3)]),
        3,
      ),
    )!;
    expect(one).toBeCloseTo(without([[1, 1]]).size, 10);
  });

  it("are unknown of a feature that does not vary, or has hardly a value", () => {
    expect(
      effectsOn(
        feature.map(() => 1),
        predictors,
      ),
    ).toBeNull();
    expect(
      effectsOn(
        feature.map((value, row) => (row < 5 ? value : Number.NaN)),
        predictors,
      ),
    ).toBeNull();
  });
});
