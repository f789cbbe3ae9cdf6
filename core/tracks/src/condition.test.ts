import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  conditionNames,
  conditionOf,
  digestArtist,
  fitConditionSpace,
  rawCondition,
  type ArtistDigest,
} from "./condition.js";

const axis = (at: number) => Array.from({ length: 64 }, (_, i) => (i === at ? 1 : 0));
const scenes = { centres: [axis(0), axis(1), axis(2)] };
const digest: fc.Arbitrary<ArtistDigest> = fc.record({
  scene: fc.option(fc.nat(2)),
  degree: fc.nat(500),
  popularity: fc.option(fc.nat(100)),
});
const named = (vector: Float64Array) =>
  Object.fromEntries(conditionNames(scenes).map((name, i) => [name, vector[i]]));

describe("digestArtist", () => {
  it("keeps the nearest scene, and none where there is no embedding", () => {
    const artist = { degree: 3, popularity: 40 };
    const embedding = axis(1).map((value) => 0.9 * value + 0.01);
    expect(digestArtist(scenes, { ...artist, embedding })).toEqual({ ...artist, scene: 1 });
    expect(digestArtist(scenes, { ...artist, embedding: [] })).toEqual({ ...artist, scene: null });
  });

  it("refuses an embedding of another dimension", () => {
    expect(() => digestArtist(scenes, { embedding: [1, 0], degree: 1, popularity: null })).toThrow(
      expect.objectContaining({ code: "SHAPE_MISMATCH" }),
    );
  });
});

describe("rawCondition", () => {
  it("is the same whichever artist comes first, finite and complete", () => {
    fc.assert(
      fc.property(digest, digest, (a, b) => {
        const condition = rawCondition(scenes, a, b);
        expect(condition).toEqual(rawCondition(scenes, b, a));
        expect(condition).toHaveLength(conditionNames(scenes).length);
        expect(condition.every((value) => Number.isFinite(value))).toBe(true);
      }),
    );
  });

  it("says both scenes, attachment and mean popularity", () => {
    const a = { scene: 0, degree: 3, popularity: 40 };
    const b = { scene: 2, degree: 1, popularity: 60 };
    expect(named(rawCondition(scenes, a, b))).toEqual({
      scene_1: 0.5,
      scene_2: 0,
      scene_3: 0.5,
      scenes_known: 1,
      log_preferential_attachment: 2, // ln 4 + ln 2 = 2.08, in steps of a half
      popularity_mean: 0.5,
      popularity_known: 1,
    });
    expect(named(rawCondition(scenes, a, a))).toMatchObject({ scene_1: 1, scene_3: 0, popularity_mean: 0.4 });
  });

  it("marks what is unknown", () => {
    const unknown = { scene: null, degree: 0, popularity: null };
    const known = { scene: 1, degree: 0, popularity: 90 };
    expect(named(rawCondition(scenes, unknown, unknown))).toMatchObject({
      scenes_known: 0,
      popularity_known: 0,
    });
    expect(named(rawCondition(scenes, unknown, known))).toMatchObject({
      scenes_known: 0.5,
      popularity_known: 0.5,
      popularity_mean: 0.9,
    });
  });

  it("does not move with a degree or a popularity that moves a little", () => {
    const a = { scene: 0, degree: 40, popularity: 50 };
    expect(rawCondition(scenes, a, { ...a, degree: 41, popularity: 51 })).toEqual(rawCondition(scenes, a, a));
  });
});

describe("conditionOf", () => {
  const rows = [
    rawCondition(scenes, { scene: 0, degree: 0, popularity: 0 }, { scene: 0, degree: 0, popularity: 0 }),
    rawCondition(
      scenes,
      { scene: 1, degree: 90, popularity: 100 },
      { scene: 1, degree: 90, popularity: 100 },
    ),
  ];
  const space = fitConditionSpace(scenes, rows);

  it("standardises scalars, leaves shares and silences what never varied", () => {
    const condition = named(
      conditionOf(
        space,
        { scene: 2, degree: 0, popularity: null },
        { scene: 1, degree: 90, popularity: 100 },
      ),
    );
    expect(condition).toMatchObject({
      scene_1: 0,
      scene_2: 0.5,
      scene_3: 0,
      scenes_known: 0,
      popularity_known: 0,
    });
    expect(condition["popularity_mean"]).toBeCloseTo(1, 12);
    expect(Math.abs(condition["log_preferential_attachment"]!)).toBeLessThan(1);
  });

  it("refuses a digest made with other scenes", () => {
    const other = { scene: 3, degree: 1, popularity: null };
    expect(() => conditionOf(space, other, other)).toThrow(
      expect.objectContaining({ code: "SHAPE_MISMATCH" }),
    );
  });
});
