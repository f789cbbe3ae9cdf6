import { describe, expect, it } from "vitest";
import {
  FEATURE_COUNT,
  LINK_FEATURES,
  readableFeatures,
  transformed,
  writeLinkFeatures,
} from "./link-features.js";

const features = {
  commonNeighbours: 3,
  adamicAdar: 1.23456,
  preferentialAttachment: 40,
  inactivity: 700,
};

describe("writeLinkFeatures", () => {
  it("writes the readable features, transformed, in the order of their list", () => {
    const readable = readableFeatures(features);
    expect(readable.adamicAdar).toBe(1.23);
    expect([...writeLinkFeatures(features, new Float64Array(FEATURE_COUNT))]).toEqual(
      LINK_FEATURES.map((feature) => transformed(feature, readable[feature.name])),
    );
  });

  it("leaves what is before the offset alone", () => {
    const out = new Float64Array(FEATURE_COUNT + 1).fill(-7);
    writeLinkFeatures(features, out, 1);
    expect(out[0]).toBe(-7);
    expect(out[1]).toBe(Math.log1p(3));
  });
});
