import { mix32 } from "@interlude/core-numerics";
import { AdjacencyIndex } from "@interlude/core-graph";
import { describe, expect, it } from "vitest";
import type { DatedEdge } from "./event-windows.js";
import { ArtistFacts } from "./facts/artist-facts.js";
import { FEATURE_COUNT, MODEL_FEATURES } from "./features/link-features.js";
import { Recency } from "./features/recency.js";
import { type LinkModel, pointsPassed } from "./link-model.js";
import { contributions, linearScore, probability, sigmoid } from "./logistic-model.js";
import { PairScorer, walksOf } from "./pair-scorer.js";
import { TwoHopPairs } from "./pairs/two-hop-pairs.js";
import { growingWorld } from "./testing/growing-world.js";
import { trainLinkModel } from "./train-link-model.js";

const world = growingWorld({ artists: 300, events: 2500, closure: 90, seed: 1 });

function trained(edges: readonly DatedEdge[]): LinkModel {
  const outcome = trainLinkModel(edges, null);
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

  it("ranks links above non-links in a world of triadic closure, and keeps coefficients that must not be negative positive", () => {
    const model = trained(world);
    for (const { auc, averagePrecision, baseRate } of model.metrics) {
      expect(auc).toBeGreaterThan(0.6);
      expect(averagePrecision).toBeGreaterThan(baseRate);
    }
    model.coefficients.forEach((coefficient, j) => {
      expect(coefficient).toBeGreaterThanOrEqual(MODEL_FEATURES[j]!.nonNegative ? 0 : -Infinity);
    });
  });

  it("weighs facts of the artists where they tell who records with whom", () => {
    const genreOf = (mbid: string): string =>
      mix32(Number.parseInt(mbid.slice(-12), 16)) % 2 === 0 ? "bop" : "free";
    // Of the links between genres, one in eight.
    const parted = growingWorld({ artists: 300, events: 4000, closure: 50, seed: 3 }).filter(
      ({ a, b, firstRecording }) => genreOf(a) === genreOf(b) || mix32(firstRecording) % 8 === 0,
    );
    const mbids = [...new Set(parted.flatMap(({ a, b }) => [a, b]))];
    const facts = new ArtistFacts();
    const others = { beginYear: null, endYear: null, popularity: null, country: null, community: null };
    mbids.forEach((mbid, id) => facts.set(id, { genres: [genreOf(mbid)], ...others }));
    const informed = trainLinkModel(parted, { facts, idOf: (mbid) => mbids.indexOf(mbid) });
    const model = informed.kind === "trained" ? informed.model : null;
    const weightOf = (name: string): number => model!.coefficients[model!.features.indexOf(name)]!;
    expect(weightOf("sharedGenres")).toBeGreaterThan(0);
    expect(weightOf("careerOverlap")).toBe(0);
    const aucOf = ({ metrics }: LinkModel): number =>
      metrics.find(({ measuredAgainst }) => measuredAgainst === "prevalence")!.auc;
    expect(aucOf(model!)).toBeGreaterThan(aucOf(trained(parted)) + 0.05);
  });

  it("is calibrated to all pairs at distance two: its mean probability is near the share of links", () => {
    const model = trained(world);
    const graph = new AdjacencyIndex();
    for (const { a, b, firstRecording } of world) {
      graph.setEdge(graph.intern(a), graph.intern(b), 1, firstRecording);
    }
    const scored = { graph, recency: Recency.ofGraph(graph, model.asOf), cosine: null, facts: null };
    const scorer = new PairScorer(model);
    const pairsOf = new TwoHopPairs(graph, walksOf(model));
    let sum = 0;
    let pairs = 0;
    for (let artist = 0; artist < graph.artistCount; artist += 1) {
      pairsOf.enumerate(artist, "larger ids");
      const { count } = pairsOf.candidates;
      for (const logit of scorer.score(pairsOf.candidates, scored).subarray(0, count)) sum += sigmoid(logit);
      pairs += count;
    }
    const { calibration } = model.trainedOn;
    expect(sum / pairs / (calibration.positives / calibration.pairs)).toBeGreaterThan(0.5);
    expect(sum / pairs / (calibration.positives / calibration.pairs)).toBeLessThan(2);
  });

  it("has a threshold exactly at those points whose held-out lower bound reaches the target", () => {
    const points = trained(world).operatingPoints;
    const reached = points.filter(({ threshold }) => threshold !== null);
    expect(reached.every(({ lowerBound, target }) => lowerBound! >= target)).toBe(true);
    const empty = points.filter(({ threshold }) => threshold === null);
    expect(empty.every(({ precision, support }) => precision === null && support === 0)).toBe(true);
    expect(points.map(({ name }) => name)).toEqual([
      "balanced-90",
      "balanced-85",
      "balanced-80",
      "prevalence-90",
      "prevalence-85",
      "prevalence-80",
    ]);
  });

  it("reports that there are not enough events, instead of failing", () => {
    for (const edges of [[], world.slice(0, 1), world.slice(0, 60)]) {
      expect(trainLinkModel(edges, null)).toEqual({
        kind: "not-trained",
        code: "LINKS_NOT_ENOUGH_EVENTS",
        reason: expect.stringContaining("at least 10 are needed") as string,
      });
    }
  });
});

describe("a trained model", () => {
  const model = trained(world);

  it("has contributions that sum to the logit", () => {
    const row = Float64Array.from({ length: FEATURE_COUNT }, (_, j) => 2.5 + j);
    const sum = contributions(model, row).reduce((total, c) => total + c, model.intercept);
    expect(Math.abs(sum - linearScore(model, row))).toBeLessThan(1e-9);
    expect(probability(model, row)).toBeGreaterThan(0);
  });

  it("names the points that a probability passes, never an empty one", () => {
    const [first, second] = model.operatingPoints;
    const points = [
      { ...first!, name: "reached", threshold: 0.3 },
      { ...second!, name: "empty", threshold: null },
    ];
    expect(pointsPassed({ ...model, operatingPoints: points }, 0.3)).toEqual(["reached"]);
    expect(pointsPassed({ ...model, operatingPoints: points }, 0.29)).toEqual([]);
  });
});
