import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ArtistAttributes, attributeSums, attributeVector } from "./attribute-vector.js";
import "../testing/report-properties.js";

const nothing: ArtistAttributes = { genres: [], country: null, type: null, gender: null };
const attributes = fc.record({
  genres: fc.array(fc.string(), { maxLength: 6 }),
  country: fc.option(fc.string()),
  type: fc.option(fc.string()),
  gender: fc.option(fc.string()),
});

function cosine(a: ArtistAttributes, b: ArtistAttributes): number {
  const [left, right] = [attributeVector(a), attributeVector(b)];
  return left.reduce((sum, value, d) => sum + value * right[d]!, 0);
}

describe("attributeVector", () => {
  it("is of unit length, or empty where nothing is known, whatever the texts", () => {
    fc.assert(
      fc.property(attributes, (known) => {
        const vector = attributeVector(known);
        expect([0, 64]).toContain(vector.length);
        expect(Math.hypot(...vector)).toBeCloseTo(vector.length / 64, 6);
      }),
    );
    expect(attributeVector(nothing)).toHaveLength(0);
    expect(attributeVector({ ...nothing, genres: [" "], country: "" })).toHaveLength(0);
  });

  it("does not depend on the order, the case or the repetition of genres", () => {
    fc.assert(
      fc.property(attributes, (known) => {
        const turned = [...known.genres.toReversed(), ...known.genres].map((genre) => ` ${genre} `);
        expect(attributeSums({ ...known, genres: turned })).toEqual(attributeSums(known));
      }),
    );
    expect(attributeSums({ ...nothing, genres: ["Hard Bop"] })).toEqual(
      attributeSums({ ...nothing, genres: ["hard bop"] }),
    );
  });

  it("tells kinds apart that have the same text", () => {
    expect(Math.abs(cosine({ ...nothing, genres: ["other"] }, { ...nothing, type: "other" }))).toBeLessThan(
      0.5,
    );
  });

  it("is nearer the more of weight is shared", () => {
    const pianist = { genres: ["jazz", "hard bop"], country: "US", type: "Person", gender: "Male" };
    const trumpeter = { ...pianist, gender: "Female" };
    const singer = { ...pianist, genres: ["jazz", "soul"] };
    const orchestra = { genres: ["classical"], country: "AT", type: "Orchestra", gender: null };
    expect(cosine(pianist, pianist)).toBeCloseTo(1, 6);
    expect(cosine(pianist, trumpeter)).toBeGreaterThan(cosine(pianist, singer));
    expect(cosine(pianist, singer)).toBeGreaterThan(cosine(pianist, orchestra) + 0.2);
  });

  it("never changes: what was published stays comparable", () => {
    expect([...attributeSums({ ...nothing, genres: ["jazz"], type: "Group" })].join()).toMatchInlineSnapshot(
      `"3,5,-5,3,3,-3,3,5,-3,-5,-5,3,-5,5,-5,-3,5,-3,-5,-5,-5,-3,3,3,-3,-5,-5,5,-5,-5,-5,-5,-3,-3,-3,-5,-3,-5,5,5,3,3,5,-5,-3,-5,-5,5,3,-3,5,3,-5,3,3,-5,3,-3,-3,-3,-5,-5,5,-3"`,
    );
  });
});
