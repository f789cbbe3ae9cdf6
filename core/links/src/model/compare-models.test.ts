import { describe, expect, it } from "vitest";
import { type LogisticModel, linearScore } from "../logistic-model.js";
import { compareModels } from "./compare-models.js";

/** Four pairs of one feature; the two higher ones are links. */
const rows = (one: LogisticModel) => ({
  scores: Float64Array.from([0, 1, 2, 3], (value) => linearScore(one, [value])),
  labels: Uint8Array.of(0, 0, 1, 1),
});
const model = (coefficient: number, intercept = -1.5) => ({
  id: `model ${coefficient}`,
  intercept: intercept * coefficient,
  coefficients: [coefficient],
  means: [0],
  scales: [1],
});

describe("compareModels", () => {
  it("prefers the higher average precision", () => {
    expect(compareModels(model(-1), model(1), rows)).toMatchObject({
      championId: "model -1",
      pairs: 4,
      positives: 2,
      challenger: { averagePrecision: 1 },
      holds: true,
    });
    expect(compareModels(model(1), model(-1), rows).holds).toBe(false);
  });

  it("takes the lower loss where models rank alike, and a draw for not worse", () => {
    expect(compareModels(model(1), model(2), rows).holds).toBe(true);
    expect(compareModels(model(2), model(1), rows).holds).toBe(false);
    expect(compareModels(model(2), model(2), rows).holds).toBe(true);
  });
});
