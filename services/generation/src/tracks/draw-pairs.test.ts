import { vectorFrom } from "@interlude/contracts";
import { type ArtistStanding, NO_TRACKS, addSums, sumsOfTrack } from "@interlude/core-tracks";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copulaModel } from "../testing/copula-models.js";
import { catalogTracks, graphArtist, mbid } from "../testing/world.js";
import { conditionsOf, drawPairs } from "./draw-pairs.js";
import { publishedTrack } from "./published-track.js";
import { RealTracks } from "./real-tracks.js";

const ARTISTS = Array.from({ length: 60 }, (_, i) => mbid("artist", i));
const TRACKS = [...catalogTracks(0, 120).values()];
const MODEL = copulaModel(TRACKS, new Map(ARTISTS.map((artist, i) => [artist, graphArtist(i)])));

function standingOf(number: number): ArtistStanding {
  const { degree, popularity, embedding } = graphArtist(number);
  const own = TRACKS.filter(({ artists }) => artists.includes(ARTISTS[number]!)).map(sumsOfTrack);
  const tracks = own.reduce((total, one) => addSums(total, one), NO_TRACKS);
  return { degree, popularity, embedding: Array.from(vectorFrom(embedding)), tracks, latestYear: 1964 };
}

function pairOf(a: number, b: number) {
  const standing = { a: standingOf(a), b: standingOf(b), commonNeighbours: 3, adamicAdar: 1.25 };
  const conditions = conditionsOf(MODEL, standing);
  const moment = { modelId: MODEL.generator.id, graphVersion: 7, epoch: 3, packetSequence: 5 };
  return { artistA: ARTISTS[a]!, artistB: ARTISTS[b]!, conditions, ...moment };
}

describe("the tracks of pairs", () => {
  const pairs = [pairOf(0, 1), pairOf(2, 3), pairOf(4, 5), pairOf(0, 5)];
  const all = drawPairs(MODEL, pairs, 5);

  it("do not depend on what is drawn with them, nor on how many are", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...pairs.keys()]),
        fc.integer({ min: 1, max: 8 }),
        (chosen, samples) => {
          const drawn = drawPairs(
            MODEL,
            chosen.map((pair) => pairs[pair]!),
            samples,
          );
          for (const [at, pair] of chosen.entries()) {
            const common = Math.min(samples, 5);
            expect(drawn[at]!.slice(0, common)).toEqual(all[pair]!.slice(0, common));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it("differ from each other, and pass every check", () => {
    const tracks = all.flat();
    expect(new Set(tracks.map(({ vector }) => vector.join())).size).toBe(tracks.length);
    expect(tracks.flatMap(({ checks }) => checks)).toEqual([]);
  });

  it("are published with what they are drawn for, and the real tracks of either artist that are nearest", () => {
    const [pair, [first]] = [pairs[1]!, all[1]!];
    const real = TRACKS.flatMap((track) =>
      track.artists.map((artist) => ({ ...track, year: null, artist })),
    ).sort((one, other) => (one.recording < other.recording ? -1 : 1));
    const nearest = new RealTracks(MODEL, real).nearest(pair.artistA, pair.artistB, [first!.vector])[0]!;
    const record = publishedTrack(MODEL, pair, { ...first!, nearest });
    expect(record).toMatchObject({
      sample: 0,
      modelKind: "copula",
      graphVersion: 7,
      epoch: 3,
      packetSequence: 5,
    });
    const own = TRACKS.filter(({ artists }) =>
      artists.some((artist) => artist === pair.artistA || artist === pair.artistB),
    );
    expect(record.nearestTracks).toHaveLength(Math.min(3, own.length));
    expect(own.length).toBeGreaterThan(1);
    const distances = record.nearestTracks.map(({ distance }) => distance);
    expect(distances).toEqual([...distances].sort((one, other) => one - other));
    for (const { artist, recording } of record.nearestTracks) {
      expect([pair.artistA, pair.artistB]).toContain(artist);
      expect(TRACKS.find((track) => track.recording === recording)!.artists).toContain(artist);
    }
    expect(record.conditions).toContainEqual({ name: "decade", number: 1960, category: null });
    expect(Object.values(record.moods).reduce((sum, mood) => sum + mood, 0)).toBeCloseTo(1, 4);
  });
});
