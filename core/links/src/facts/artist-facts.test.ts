import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import "@interlude/core-graph/testing/report-properties";
import { ArtistFacts, type FactsOfArtist } from "./artist-facts.js";
import {
  type FactValues,
  careerOverlap,
  popularityGap,
  sameCommunity,
  sameCountry,
  sharedGenres,
} from "./fact-values.js";

const UNKNOWN: FactsOfArtist = {
  genres: [],
  beginYear: null,
  endYear: null,
  popularity: null,
  country: null,
  community: null,
};
const ARTISTS = 6;
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const facts: fc.Arbitrary<FactsOfArtist> = fc.record({
  genres: fc.array(fc.constantFrom("bop", "cool", "free", "swing"), { maxLength: 5 }),
  beginYear: maybe(fc.integer({ min: 1900, max: 2000 })),
  endYear: maybe(fc.integer({ min: 1900, max: 2000 })),
  popularity: maybe(fc.constantFrom(0, 0.25, 0.5, 1)),
  country: maybe(fc.constantFrom("Mali", "Peru")),
  community: maybe(fc.nat({ max: 2 })),
});
const edits = fc.array(fc.tuple(fc.nat({ max: ARTISTS - 1 }), facts), { maxLength: 20 });
const VALUES = [sharedGenres, careerOverlap, popularityGap, sameCountry, sameCommunity];

/** The value of one pair. */
function valueOf(write: FactValues, held: ArtistFacts, a: number, b: number): number {
  const out = new Float64Array(1);
  write(held.columns, a, [b], 1, out);
  return out[0]!;
}

function valuesOf(held: ArtistFacts): number[][] {
  const rows: number[][] = [];
  for (let a = 0; a < ARTISTS; a += 1) {
    for (let b = 0; b < ARTISTS; b += 1)
      if (a !== b) rows.push(VALUES.map((value) => valueOf(value, held, a, b)));
  }
  return rows;
}

function holding(...known: Partial<FactsOfArtist>[]): ArtistFacts {
  const held = new ArtistFacts();
  known.forEach((each, artist) => held.set(artist, { ...UNKNOWN, ...each }));
  return held;
}

describe("ArtistFacts", () => {
  it("holds the newest facts of each artist, whatever came before and whichever artist came first", () => {
    fc.assert(
      fc.property(edits, (sequence) => {
        const held = new ArtistFacts();
        for (const [artist, each] of sequence) held.set(artist, each);
        const fresh = new ArtistFacts();
        for (const [artist, each] of [...new Map(sequence)].toReversed()) fresh.set(artist, each);
        expect(valuesOf(held)).toEqual(valuesOf(fresh));
      }),
    );
  });

  it("says that something changed whenever the value of a pair of the artist did", () => {
    fc.assert(
      fc.property(edits, (sequence) => {
        const held = new ArtistFacts();
        for (const [artist, each] of sequence) {
          const before = valuesOf(held);
          const changed = held.set(artist, each);
          expect(changed || isDeepStrictEqual(valuesOf(held), before)).toBe(true);
        }
      }),
    );
  });

  it("takes the same facts again for no change, in whatever order genres come", () => {
    const held = holding({ genres: ["bop", "cool"], popularity: 0.5 });
    expect(held.set(0, { ...UNKNOWN, genres: ["cool", "bop", "cool"], popularity: 0.5 })).toBe(false);
    expect(held.set(0, { ...UNKNOWN, genres: ["cool"], popularity: 0.5 })).toBe(true);
    expect(held.withdraw(0)).toBe(true);
    expect(held.withdraw(0)).toBe(false);
    expect(held.withdraw(7_000)).toBe(false);
  });

  it("grows with the artists and knows nothing of those in between", () => {
    const held = holding({ beginYear: 1900 });
    held.set(50_000, { ...UNKNOWN, country: "Mali" });
    held.set(60_000, { ...UNKNOWN, country: "Mali", beginYear: 1950 });
    expect(valueOf(sameCountry, held, 50_000, 60_000)).toBe(1);
    expect(valueOf(careerOverlap, held, 0, 60_000)).toBe(10);
    for (const value of VALUES) {
      for (const artist of [40_000, 900_000]) {
        expect(valueOf(value, held, 0, artist)).toBeNaN();
        expect(valueOf(value, held, artist, 0)).toBeNaN();
      }
    }
  });

  it("is read from shared memory by another thread", () => {
    fc.assert(
      fc.property(edits, (sequence) => {
        const held = new ArtistFacts();
        for (const [artist, each] of sequence) held.set(artist, each);
        const reader = new ArtistFacts(structuredClone(held.share()));
        expect(valuesOf(reader)).toEqual(valuesOf(held));
        expect(reader.sharedGenreNames(0, 1)).toEqual(held.sharedGenreNames(0, 1));
      }),
    );
  });

  it("is renumbered, artists of whom nothing is known and such beyond its end included", () => {
    const held = holding({ genres: ["bop"], beginYear: 1900 }, { genres: ["bop", "cool"], beginYear: 1920 });
    const other = held.renumbered([-1, 1, 90_000, 0]);
    expect([...other.columns.beginYears]).toEqual([Number.NaN, 1920, Number.NaN, 1900]);
    expect(other.sharedGenreNames(1, 3)).toEqual(["bop"]);
    expect(other.sharedGenreNames(2, 3)).toEqual([]);
  });

  it("names shared genres in alphabetical order", () => {
    const held = holding({ genres: ["swing", "cool", "bop"] }, { genres: ["bop", "swing", "free"] });
    expect(held.sharedGenreNames(0, 1)).toEqual(["bop", "swing"]);
  });
});

describe("values of facts", () => {
  it("are symmetric, and not known of artists of whom nothing is", () => {
    fc.assert(
      fc.property(facts, facts, (one, other) => {
        const held = holding(one, other, {});
        for (const value of VALUES) {
          expect(valueOf(value, held, 0, 1)).toBe(valueOf(value, held, 1, 0));
          expect(valueOf(value, held, 0, 2)).toBeNaN();
        }
      }),
    );
  });

  it("count shared genres", () => {
    const held = holding(
      { genres: ["swing", "cool", "bop"] },
      { genres: ["bop", "swing"] },
      { genres: ["free"] },
    );
    expect(valueOf(sharedGenres, held, 0, 1)).toBe(2);
    expect(valueOf(sharedGenres, held, 0, 2)).toBe(0);
  });

  it.each([
    [[1920, 1980], [1950, 1970], 20],
    [[1920, 1940], [1950, 1970], 0],
    [[1920, null], [1950, null], 30],
    [[1920, null], [1990, null], 0],
    [[1990, null], [1990, null], 60],
    [[null, 1970], [1950, null], Number.NaN],
  ])("measure how long %j and %j overlap: %d years", (one, other, years) => {
    const lives = [one, other].map(([beginYear, endYear]) => ({ beginYear: beginYear!, endYear: endYear! }));
    expect(valueOf(careerOverlap, holding(...lives), 0, 1)).toBe(years);
  });

  it("compare popularity, countries and communities", () => {
    const held = holding(
      { popularity: 0.75, country: "Mali", community: 0 },
      { popularity: 0.25, country: "Mali", community: 1 },
      { popularity: 0.25, country: "Peru", community: 0 },
    );
    expect(valueOf(popularityGap, held, 0, 1)).toBe(0.5);
    expect([valueOf(sameCountry, held, 0, 1), valueOf(sameCountry, held, 0, 2)]).toEqual([1, 0]);
    expect([valueOf(sameCommunity, held, 0, 1), valueOf(sameCommunity, held, 0, 2)]).toEqual([0, 1]);
  });
});
