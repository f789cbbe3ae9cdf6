import { describe, expect, it } from "vitest";
import { benchScoring } from "./bench-scoring.js";

describe("bench scoring", () => {
  it("computes every feature of every pair at distance two, and those that the model weighs", () => {
    const report = benchScoring({
      source: { generate: 600, seed: 1 },
      rounds: 1,
      version: "test",
      onStep: () => undefined,
    });
    expect(report).toMatchObject({ bench: "scoring", edges: 600 });
    const { allFeatures, weighableFeatures, ownFeatures } = report;
    expect(allFeatures.features).toEqual(expect.arrayContaining([...weighableFeatures.features]));
    expect(weighableFeatures.features).toEqual(expect.arrayContaining([...ownFeatures.features]));
    for (const { logits, pairsPerSecond } of [allFeatures, weighableFeatures, ownFeatures]) {
      expect(Number.isFinite(logits)).toBe(true);
      expect(pairsPerSecond).toBeGreaterThan(0);
    }
  });
});
