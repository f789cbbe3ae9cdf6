import { createHash } from "node:crypto";
import { CollaborationGraph } from "@interlude/core-graph";
import { PRIOR_MODEL, PROBABILITY_MEANING, trainChallenger } from "@interlude/core-links";
import { growingWorld } from "@interlude/core-links/testing";
import { schemas } from "@interlude/contracts";
import { describe, expect, it } from "vitest";
import { linkModelCard } from "./link-model-card.js";

const graph = new CollaborationGraph();
for (const { a, b, firstRecording } of growingWorld({ artists: 300, events: 2500, closure: 90, seed: 1 }))
  graph.set(a, b, 1, firstRecording);
const outcome = trainChallenger(graph, null, PRIOR_MODEL);
if (outcome.kind === "not-trained") throw new Error(outcome.reason);
const at = { epoch: 3, graphVersion: 2500, takesOverAtEpoch: 4, refusal: null };
const card = linkModelCard(outcome.model, { ...at, comparison: outcome.comparison });

describe("linkModelCard", () => {
  it("carries a hash that a reader can compute from the record", () => {
    expect(createHash("sha256").update(card.model).digest("hex")).toBe(card.contentHash);
    expect(JSON.parse(card.model)).toEqual(outcome.model);
  });

  it("carries curves, calibration, inference and the window", () => {
    expect(card.precisionRecall.map(({ measuredAgainst }) => measuredAgainst)).toEqual([
      "balanced",
      "prevalence",
    ]);
    for (const { points } of card.precisionRecall) {
      expect(points.length).toBeGreaterThan(10);
      expect(points.length).toBeLessThanOrEqual(200);
      expect(points.map(({ recall }) => recall)).toEqual(
        points.map(({ recall }) => recall).sort((x, y) => x - y),
      );
      expect(points.at(-1)!.recall).toBeLessThanOrEqual(1);
    }
    const { calibration, dataWindow, convergence, comparison } = card;
    expect(calibration!.bins.reduce((sum, { pairs }) => sum + pairs, 0)).toBe(
      card.metrics["prevalence.pairs"],
    );
    for (const measure of ["brier", "ece"] as const) {
      expect(calibration![`${measure}Low`]).toBeLessThanOrEqual(calibration![measure]);
      expect(calibration![`${measure}High`]).toBeGreaterThanOrEqual(calibration![measure]);
    }
    expect(dataWindow!.horizon).toBeGreaterThan(0);
    expect(dataWindow!.lastRecording).toBe(card.counts["asOf"]);
    expect(convergence!.gradientNorm).toBeLessThan(1e-9);
    expect(comparison!.championId).toBe(PRIOR_MODEL.id);
    // The prior model ranks better than chance, whose average precision is the share of links.
    const { championAveragePrecision, positives, pairs } = comparison!;
    expect(championAveragePrecision).toBeGreaterThan((1.5 * positives) / pairs);
    const weighed = card.features.filter(({ coefficient }) => coefficient !== 0);
    expect(weighed.length).toBeGreaterThan(0);
    for (const feature of weighed) {
      expect(feature.standardError).toBeGreaterThan(0);
      expect(feature.oddsRatioLow).toBeLessThan(feature.oddsRatio!);
      expect(feature.oddsRatioHigh).toBeGreaterThan(feature.oddsRatio!);
    }
  });

  it("says of the prior model that nothing was measured", () => {
    const prior = linkModelCard(PRIOR_MODEL, { ...at, comparison: null });
    expect(prior).toMatchObject({
      dataWindow: null,
      calibration: null,
      precisionRecall: [],
      operatingPoints: [],
    });
    expect(prior.modelId).toMatch(/^link-prior-/);
  });

  it("uses the one sentence for what a probability means, which the schema has, too", () => {
    expect(card.probabilityMeaning).toBe(PROBABILITY_MEANING);
    expect(schemas["link-models"]).toContain(JSON.stringify(PROBABILITY_MEANING).slice(1, -1));
  });
});
