import { mix32 } from "@interlude/core-numerics";
import { AdjacencyIndex } from "@interlude/core-graph";
import { describe, expect, it } from "vitest";
import { Activity } from "./activity.js";
import type { DatedEdge } from "./event-windows.js";
import { LINK_FEATURES } from "./link-features.js";
import { type LinkModel, pointsPassed, scorePair } from "./link-model.js";
import { PairSweep } from "./pair-sweep.js";
import { growingWorld } from "./testing/growing-world.js";
import { trainLinkModel } from "./train-link-model.js";

const world = growingWorld({ artists: 300, events: 2500, closure: 90, seed: 1 });

function trained(edges: readonly DatedEdge[]): LinkModel {
  const outcome = trainLinkModel(edges);
  if (outcome.kind !== "trained") throw new Error(outcome.reason);
  return outcome.model;
}

describe("trainLinkModel", () => {
  it("gives the same model, id included, whatever the order of the edges", () => {
    const shuffled = world
      .map((edge, i) => ({ edge, key: mix32(i) }))
      .sort((x, y) => x.key - y.key)
      .map(({ edge }) => edge);
    const model = trained(world);
    expect(trained(shuffled)).toEqual(model);
    expect(model.id).toMatch(/^link-[0-9a-f]{16}$/);
    expect(trained(world.slice(1)).id).not.toBe(model.id);
  });

  it("ranks links above non-links in a world of triadic closure, and keeps evidence positive", () => {
    const model = trained(world);
    for (const { auc, averagePrecision, baseRate } of model.metrics) {
      expect(auc).toBeGreaterThan(0.6);
      expect(averagePrecision).toBeGreaterThan(baseRate);
    }
    model.coefficients.forEach((coefficient, j) => {
      expect(coefficient).toBeGreaterThanOrEqual(LINK_FEATURES[j]!.evidence ? 0 : -Infinity);
    });
  });

  it("is calibrated to all pairs at distance two: its mean probability is near the share of links", () => {
    const model = trained(world);
    const graph = new AdjacencyIndex();
    for (const { a, b, firstRecording } of world) {
      graph.setEdge(graph.intern(a), graph.intern(b), 1, firstRecording);
    }
    const sweep = new PairSweep(graph);
    const activity = new Activity(graph, model.asOf);
    let sum = 0;
    let pairs = 0;
    for (let artist = 0; artist < graph.artistCount; artist += 1) {
      sweep.run(artist, "larger ids");
      for (let i = 0; i < sweep.candidates.count; i += 1) {
        const inactivity = activity.inactivity(artist, sweep.candidates.others[i]!);
        sum += scorePair(model, { ...sweep.candidates.at(i), inactivity }).probability;
        pairs += 1;
      }
    }
    const { training } = model.trainedOn;
    expect(sum / pairs / (training.positives / training.pairs)).toBeGreaterThan(0.5);
    expect(sum / pairs / (training.positives / training.pairs)).toBeLessThan(2);
  });

  it("earns a point exactly where the held-out lower bound reaches the target", () => {
    const points = trained(world).operatingPoints;
    const earned = points.filter(({ threshold }) => threshold !== null);
    expect(earned.every(({ lowerBound, target }) => lowerBound! >= target)).toBe(true);
    const empty = points.filter(({ threshold }) => threshold === null);
    expect(empty.every(({ precision, support }) => precision === null && support === 0)).toBe(true);
    expect(points.map(({ name }) => name)).toEqual([
      "balanced-90",
      "balanced-80",
      "prevalence-90",
      "prevalence-80",
    ]);
  });

  it("says that there are not enough events, instead of failing", () => {
    for (const edges of [[], world.slice(0, 1), world.slice(0, 60)]) {
      expect(trainLinkModel(edges)).toEqual({
        kind: "not-enough-events",
        code: "LINKS_NOT_ENOUGH_EVENTS",
        reason: expect.stringContaining("at least 10 are needed") as string,
      });
    }
  });
});

describe("scorePair", () => {
  const model = trained(world);
  const counts = { commonNeighbours: 4, adamicAdar: 2.5, preferentialAttachment: 60, inactivity: 12 };

  it("has contributions that sum to the logit", () => {
    const score = scorePair(model, counts);
    const sum = score.contributions.reduce((total, c) => total + c, model.intercept);
    expect(Math.abs(sum - score.logit)).toBeLessThan(1e-9);
    expect(score.probability).toBeGreaterThan(0);
  });

  it("refuses a model of other features", () => {
    expect(() => scorePair({ ...model, features: ["jaccard"] }, counts)).toThrow(
      expect.objectContaining({ code: "LINKS_UNKNOWN_FEATURES" }),
    );
  });

  it("names the points that a probability passes, never an empty one", () => {
    const [first, second] = model.operatingPoints;
    const points = [
      { ...first!, name: "earned", threshold: 0.3 },
      { ...second!, name: "empty", threshold: null },
    ];
    expect(pointsPassed({ ...model, operatingPoints: points }, 0.3)).toEqual(["earned"]);
    expect(pointsPassed({ ...model, operatingPoints: points }, 0.29)).toEqual([]);
  });
});
