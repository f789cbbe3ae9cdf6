import { numberedMbid } from "@interlude/core-graph/testing";
import { AdjacencyIndex } from "@interlude/core-graph";
import { describe, expect, it } from "vitest";
import { PairColumns } from "../pairs/pair-columns.js";
import type { LinkFeature } from "./link-feature.js";
import {
  FEATURE_COUNT,
  LINK_FEATURES,
  MODEL_FEATURES,
  designRows,
  featuresOf,
  transformed,
} from "./link-features.js";
import { ArtistFacts } from "../facts/artist-facts.js";
import { Recency } from "./recency.js";

const graph = new AdjacencyIndex();
const [a, b] = [graph.intern(numberedMbid(1)), graph.intern(numberedMbid(2))];
graph.setEdge(a, graph.intern(numberedMbid(3)), 1, 300);
graph.setEdge(b, graph.intern(numberedMbid(3)), 1, 900);
const facts = new ArtistFacts();
const ofA = {
  genres: ["bop", "cool"],
  beginYear: 1920,
  endYear: null,
  popularity: 0.5,
  country: "Mali",
  community: 1,
};
facts.set(a, ofA);
facts.set(b, { ...ofA, genres: ["bop"], beginYear: 1940, popularity: 0.25, community: 2 });
const world = { graph, recency: Recency.ofGraph(graph, 1000), cosine: () => 0.12345, facts };

/** A pair with these counts, at distance two. */
const pairs = new PairColumns();
pairs.begin(a, 1);
pairs.others[0] = b;
pairs.degrees[0] = 4;
pairs.otherDegrees[0] = 10;
pairs.commonNeighbours[0] = 3;
pairs.adamicAdar[0] = 1.23456;
pairs.resourceAllocation[0] = 0.123456789;
pairs.threeStepPaths[0] = 2.34567;
pairs.amongCommon[0] = 0;
pairs.count = 1;

describe("featuresOf", () => {
  it("gives the values as a reader sees them", () => {
    expect(featuresOf(pairs, world)).toEqual([
      {
        commonNeighbours: 3,
        adamicAdar: 1.23,
        resourceAllocation: 0.12346,
        resourceAllocationPlain: 0.12346,
        localCommunity: 0,
        jaccard: 3 / 11,
        preferentialAttachment: 40,
        degreeSum: 14,
        newcomer: 0,
        threeStepPaths: 2.346,
        threeStepSimilarity: 0.3709,
        shortestPath: 2,
        threeSteps: 0,
        fourStepsOrMore: 0,
        attachmentApart: 0,
        degreeSumApart: 0,
        inactivity: 700,
        livelierInactivity: 100,
        embeddingCosine: 0.123,
        sharedGenres: 1,
        careerOverlap: 40,
        popularityGap: 0.25,
        sameCountry: 1,
        sameCommunity: 0,
      },
    ]);
  });

  it("does not know what the world has no data of", () => {
    const [features] = featuresOf(pairs, { graph, recency: null, cosine: null, facts: null });
    expect(features!.inactivity).toBeNaN();
    expect(features!.embeddingCosine).toBeNaN();
  });
});

describe("designRows", () => {
  it("are the values of featuresOf, transformed, without features that are not fitted", () => {
    expect([...designRows(pairs, world)]).toEqual(transformed(featuresOf(pairs, world)[0]!));
    expect(transformed(featuresOf(pairs, world)[0]!)[0]).toBe(Math.log1p(3));
    expect(MODEL_FEATURES.map(({ name }) => name)).not.toContain("embeddingCosine");
  });
});

describe("LINK_FEATURES", () => {
  it("are documented, each under a name and a label of its own, with a sentence for every value", () => {
    for (const key of ["name", "label"] as const) {
      expect(new Set(LINK_FEATURES.map((feature) => feature[key])).size).toBe(LINK_FEATURES.length);
    }
    const named = { degreeA: 1, degreeB: 2, sharedNeighbours: ["x"], sharedGenres: ["bop"] };
    for (const feature of LINK_FEATURES) {
      for (const text of [feature.definition, feature.unit, feature.source]) expect(text).not.toBe("");
      for (const value of [0, 1, 2.5]) expect(feature.reason(value, named, () => "X")).not.toBe("");
    }
    expect(FEATURE_COUNT).toBe(LINK_FEATURES.filter(({ fitted }: LinkFeature) => fitted).length);
  });
});
