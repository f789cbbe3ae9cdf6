import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONDITION_NAMES, conditionVector, type ArtistContext } from "./condition.js";

const unit = (values: readonly number[]) => {
  const norm = Math.hypot(...values);
  return values.map((value) => value / norm);
};
const artist: fc.Arbitrary<ArtistContext> = fc.record({
  embedding: fc.oneof(
    fc.constant([]),
    fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 64, maxLength: 64 }).map(unit),
  ),
  degree: fc.nat(500),
  popularity: fc.option(fc.nat(100)),
});
const proximity = fc.option(fc.record({ commonNeighbours: fc.nat(30), adamicAdar: fc.nat(30) }));
const named = (vector: Float64Array) =>
  Object.fromEntries(CONDITION_NAMES.map((name, i) => [name, vector[i]]));

describe("conditionVector", () => {
  it("is the same whichever artist comes first, finite and complete", () => {
    fc.assert(
      fc.property(artist, artist, proximity, (a, b, near) => {
        const vector = conditionVector({ a, b, proximity: near });
        expect(vector).toEqual(conditionVector({ a: b, b: a, proximity: near }));
        expect(vector).toHaveLength(CONDITION_NAMES.length);
        expect(vector.every((value) => Number.isFinite(value))).toBe(true);
      }),
    );
  });

  it("sees no gap between an artist and itself", () => {
    const a = { embedding: unit(Array.from({ length: 64 }, (_, i) => i - 20)), degree: 3, popularity: 40 };
    const conditions = named(conditionVector({ a, b: a, proximity: null }));
    for (const name of CONDITION_NAMES.filter((each) => each.startsWith("embedding_gap"))) {
      expect(conditions[name]).toBe(0);
    }
    expect(conditions["embedding_cosine"]).toBeCloseTo(1, 12);
    expect(conditions["log_preferential_attachment"]).toBeCloseTo(2 * Math.log(4), 12);
    expect(conditions["popularity_mean"]).toBeCloseTo(0.4, 12);
  });

  it("marks what is unknown", () => {
    const unknown = { embedding: [], degree: 0, popularity: null };
    const known = { embedding: unit(Array.from({ length: 64 }, () => 1)), degree: 2, popularity: 90 };
    const neither = named(conditionVector({ a: unknown, b: unknown, proximity: null }));
    const one = named(
      conditionVector({ a: known, b: unknown, proximity: { commonNeighbours: 2, adamicAdar: 1 } }),
    );
    expect([neither["popularity_known"], neither["embedding_known"], neither["proximity_known"]]).toEqual([
      0, 0, 0,
    ]);
    expect([one["popularity_known"], one["embedding_known"], one["proximity_known"]]).toEqual([0.5, 0.5, 1]);
    expect(one["popularity_mean"]).toBeCloseTo(0.9, 12);
    expect(one["log_common_neighbours"]).toBeCloseTo(Math.log(3), 12);
  });

  it("refuses an embedding of another dimension", () => {
    const odd = { embedding: [1, 0], degree: 1, popularity: null };
    expect(() => conditionVector({ a: odd, b: odd, proximity: null })).toThrow(
      expect.objectContaining({ code: "SHAPE_MISMATCH" }),
    );
  });
});
