import { EMBEDDING_DIMENSION } from "@interlude/core-graph";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  conditionNames,
  conditionOf,
  conditioningFeaturesOf,
  fitConditionSpace,
  rawCondition,
  type ConditioningFeatures,
} from "./condition.js";

const axis = (at: number) => Array.from({ length: EMBEDDING_DIMENSION }, (_, i) => (i === at ? 1 : 0));
const clusters = { centres: [axis(0), axis(1), axis(2)] };
const conditioning: fc.Arbitrary<ConditioningFeatures> = fc.record({
  cluster: fc.option(fc.nat(2)),
  degree: fc.nat(500),
  popularity: fc.option(fc.nat(100)),
});
const named = (vector: Float64Array) =>
  Object.fromEntries(conditionNames(clusters).map((name, i) => [name, vector[i]]));

describe("conditioningFeaturesOf", () => {
  it("keeps the nearest cluster, and none without an embedding", () => {
    const artist = { degree: 3, popularity: 40 };
    const embedding = axis(1).map((value) => 0.9 * value + 0.01);
    expect(conditioningFeaturesOf(clusters, { ...artist, embedding })).toEqual({ ...artist, cluster: 1 });
    expect(conditioningFeaturesOf(clusters, { ...artist, embedding: [] })).toEqual({
      ...artist,
      cluster: null,
    });
  });

  it("refuses an embedding of another dimension", () => {
    expect(() =>
      conditioningFeaturesOf(clusters, { embedding: [1, 0], degree: 1, popularity: null }),
    ).toThrow(expect.objectContaining({ code: "SHAPE_MISMATCH" }));
  });
});

describe("rawCondition", () => {
  it("is the same whichever artist comes first, finite and complete", () => {
    fc.assert(
      fc.property(conditioning, conditioning, (a, b) => {
        const condition = rawCondition(clusters, a, b);
        expect(condition).toEqual(rawCondition(clusters, b, a));
        expect(condition).toHaveLength(conditionNames(clusters).length);
        expect(condition.every((value) => Number.isFinite(value))).toBe(true);
      }),
    );
  });

  it("has both clusters, attachment and mean popularity", () => {
    const a = { cluster: 0, degree: 3, popularity: 40 };
    const b = { cluster: 2, degree: 1, popularity: 60 };
    expect(named(rawCondition(clusters, a, b))).toEqual({
      cluster_1: 0.5,
      cluster_2: 0,
      cluster_3: 0.5,
      clusters_known: 1,
      log_preferential_attachment: 2, // ln 4 + ln 2 = 2.08, in steps of a half
      popularity_mean: 0.5,
      popularity_known: 1,
    });
    expect(named(rawCondition(clusters, a, a))).toMatchObject({
      cluster_1: 1,
      cluster_3: 0,
      popularity_mean: 0.4,
    });
  });

  it("marks what is unknown", () => {
    const unknown = { cluster: null, degree: 0, popularity: null };
    const known = { cluster: 1, degree: 0, popularity: 90 };
    expect(named(rawCondition(clusters, unknown, unknown))).toMatchObject({
      clusters_known: 0,
      popularity_known: 0,
    });
    expect(named(rawCondition(clusters, unknown, known))).toMatchObject({
      clusters_known: 0.5,
      popularity_known: 0.5,
      popularity_mean: 0.9,
    });
  });

  it("does not move with a degree or a popularity that moves a little", () => {
    const a = { cluster: 0, degree: 40, popularity: 50 };
    expect(rawCondition(clusters, a, { ...a, degree: 41, popularity: 51 })).toEqual(
      rawCondition(clusters, a, a),
    );
  });
});

describe("conditionOf", () => {
  const rows = [
    rawCondition(
      clusters,
      { cluster: 0, degree: 0, popularity: 0 },
      { cluster: 0, degree: 0, popularity: 0 },
    ),
    rawCondition(
      clusters,
      { cluster: 1, degree: 90, popularity: 100 },
      { cluster: 1, degree: 90, popularity: 100 },
    ),
  ];
  const space = fitConditionSpace(clusters, rows);

  it("standardises scalars, leaves shares and silences what never varied", () => {
    const condition = named(
      conditionOf(
        space,
        { cluster: 2, degree: 0, popularity: null },
        { cluster: 1, degree: 90, popularity: 100 },
      ),
    );
    expect(condition).toMatchObject({
      cluster_1: 0,
      cluster_2: 0.5,
      cluster_3: 0,
      clusters_known: 0,
      popularity_known: 0,
    });
    expect(condition["popularity_mean"]).toBeCloseTo(1, 12);
    expect(Math.abs(condition["log_preferential_attachment"]!)).toBeLessThan(1);
  });

  it("refuses a conditioning made with other clusters", () => {
    const other = { cluster: 3, degree: 1, popularity: null };
    expect(() => conditionOf(space, other, other)).toThrow(
      expect.objectContaining({ code: "SHAPE_MISMATCH" }),
    );
  });
});
