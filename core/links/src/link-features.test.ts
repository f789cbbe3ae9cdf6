import { AdjacencyIndex } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import { describe, expect, it } from "vitest";
import {
  FEATURE_COUNT,
  FEATURE_NAMES,
  LINK_FEATURES,
  featuresOf,
  namedFeatures,
  transformFeatures,
} from "./link-features.js";
import { Recency } from "./recency.js";

const graph = new AdjacencyIndex();
const [a, b] = [graph.intern(numberedMbid(1)), graph.intern(numberedMbid(2))];
graph.setEdge(a, graph.intern(numberedMbid(3)), 1, 300);
graph.setEdge(b, graph.intern(numberedMbid(3)), 1, 900);
const pair = {
  a,
  b,
  counts: { commonNeighbours: 3, adamicAdar: 1.23456, preferentialAttachment: 40 },
  recency: new Recency(graph, 1000),
};

describe("featuresOf", () => {
  it("gives the values as a reader sees them, in the order of their list", () => {
    const values = featuresOf(pair, new Float64Array(FEATURE_COUNT));
    const features = {
      commonNeighbours: 3,
      adamicAdar: 1.23,
      preferentialAttachment: 40,
      inactivity: 700,
    };
    expect(namedFeatures(values)).toEqual(features);
    expect(FEATURE_NAMES).toEqual(Object.keys(features));
  });
});

describe("transformFeatures", () => {
  it("transforms each value as its feature says, and leaves what is before the offset alone", () => {
    const values = featuresOf(pair, new Float64Array(FEATURE_COUNT));
    const out = new Float64Array(FEATURE_COUNT + 1).fill(-7);
    transformFeatures(values, out, 1);
    expect([...out]).toEqual([-7, Math.log1p(3), Math.log1p(1.23), Math.log1p(40), Math.sqrt(700)]);
  });
});

describe("LINK_FEATURES", () => {
  it("have names and labels of their own, and a sentence for every value", () => {
    for (const key of ["name", "label"] as const) {
      expect(new Set(LINK_FEATURES.map((feature) => feature[key])).size).toBe(FEATURE_COUNT);
    }
    const facts = { degreeA: 1, degreeB: 2, sharedNeighbours: ["x"] };
    for (const { reason } of LINK_FEATURES) {
      for (const value of [0, 1, 2.5]) expect(reason(value, facts, () => "X")).not.toBe("");
    }
  });
});
