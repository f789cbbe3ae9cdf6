import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random, Stream, hash32, randomFor } from "./hash.js";
import { mbid, spotifyId } from "./identifiers.js";
import { SceneMap } from "./world/scenes.js";
import { artistName } from "./world/names.js";

const seed = fc.nat(2 ** 32 - 1);

describe("hash", () => {
  it("gives distinct hashes for distinct indexes, and others for another stream", () => {
    fc.assert(
      fc.property(
        seed,
        fc.uniqueArray(fc.nat(2 ** 31), { minLength: 2, maxLength: 200 }),
        (worldSeed, indexes) => {
          const hashes = indexes.map((index) => hash32(worldSeed, Stream.artistMbid, index));
          expect(new Set(hashes).size).toBe(indexes.length);
          const elsewhere = indexes.map((index) => hash32(worldSeed, Stream.recordingMbid, index));
          expect(elsewhere).not.toEqual(hashes);
        },
      ),
    );
  });

  it("draws uniform and normal numbers", () => {
    const random = randomFor(1, Stream.packet, 1);
    const uniform = Array.from({ length: 20_000 }, () => random.next());
    const normal = Array.from({ length: 20_000 }, () => random.normal());
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(uniform)).toBeCloseTo(0.5, 1);
    expect(mean(uniform.map((value) => (value - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(mean(normal.map((value) => value ** 2))).toBeCloseTo(1, 1);
  });

  it("stays below its bounds", () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 1000 }), (state, bound) => {
        const random = new Random(state);
        for (let draw = 0; draw < 50; draw++) {
          expect(random.below(bound)).toBeLessThan(bound);
          expect(random.skewedBelow(bound, 2)).toBeLessThan(bound);
        }
      }),
    );
  });
});

describe("identifiers", () => {
  it("have the shape of MBIDs and Spotify ids", () => {
    fc.assert(
      fc.property(seed, fc.nat(2 ** 31), (worldSeed, index) => {
        expect(mbid(worldSeed, Stream.artistMbid, index)).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
        expect(spotifyId(worldSeed, Stream.spotifyId, index)).toMatch(/^[0-9A-Za-z]{22}$/);
      }),
    );
  });
});

describe("artistName", () => {
  it("is no other artist's, renamed or not", () => {
    fc.assert(
      fc.property(seed, fc.nat(2 ** 24 - 2001), (worldSeed, from) => {
        const names = Array.from(
          { length: 2000 },
          (_, at) => artistName(worldSeed, from + at, at % 4 === 0).name,
        );
        const renamed = Array.from({ length: 100 }, (_, at) => artistName(worldSeed, from, false, at).name);
        expect(new Set(names).size).toBe(names.length);
        expect(new Set(renamed).size).toBe(renamed.length);
      }),
      { numRuns: 20 },
    );
  });
});

describe("SceneMap", () => {
  it("puts every artist into exactly one scene", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (artists) => {
        const scenes = new SceneMap(1, artists);
        const members = Array.from({ length: scenes.count }, (_, at) => scenes.scene(at));
        expect(members.reduce((sum, { size }) => sum + size, 0)).toBe(artists);
        for (const { index, first, size } of members) {
          expect(scenes.sceneOf(first)).toBe(index);
          expect(scenes.sceneOf(first + size - 1)).toBe(index);
          expect(scenes.genreOf(scenes.sisterOf(index, 2))).toBe(scenes.genreOf(index));
          expect(scenes.sisterOf(index, 2)).toBeLessThan(scenes.count);
        }
      }),
    );
  });
});
