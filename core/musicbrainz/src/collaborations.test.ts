import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collaborations, pairKey, pairsOfCredit } from "./collaborations.js";
import { type ArtistIdentity, SPECIAL_PURPOSE_ARTISTS, canCollaborate } from "./special-purpose.js";

const artist = (id: number, name = `artist ${id}`): ArtistIdentity => ({
  id,
  gid: `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`,
  name,
});
const key = (one: number, other: number) => pairKey(artist(one).gid, artist(other).gid);
const credit = (id: number, ...artists: number[]) =>
  artists.map((each) => ({ artist_credit: id, artist: each }));

describe("pairsOfCredit", () => {
  it("makes every pair of distinct artists once, in order", () => {
    expect(pairsOfCredit(["c", "a", "b", "a"])).toEqual({
      pairs: [
        ["a", "b"],
        ["a", "c"],
        ["b", "c"],
      ],
      oversized: false,
    });
    expect(pairsOfCredit(["a", "a"]).pairs).toEqual([]);
  });

  it("makes none of more than 100 artists, and says so", () => {
    const mbids = (count: number) => Array.from({ length: count }, (_, i) => artist(i).gid);
    expect(pairsOfCredit(mbids(100)).pairs).toHaveLength(4950);
    expect(pairsOfCredit([...mbids(100), artist(0).gid]).oversized).toBe(false);
    expect(pairsOfCredit(mbids(101))).toEqual({ pairs: [], oversized: true });
  });
});

describe("who can collaborate", () => {
  it("leaves out special-purpose artists by MBID, Deleted Artist by id, bracketed names where asked", () => {
    for (const gid of SPECIAL_PURPOSE_ARTISTS.keys()) {
      expect(canCollaborate({ id: 5, gid, name: "renamed" })).toBe(false);
    }
    expect(canCollaborate(artist(2))).toBe(false);
    expect(canCollaborate(artist(3, "[Disney]"))).toBe(true);
    expect(canCollaborate(artist(3, "[Disney]"), { excludeBracketedNames: true })).toBe(false);
    expect(canCollaborate(artist(3, "[a] b"), { excludeBracketedNames: true })).toBe(true);
  });
});

describe("collaborations", () => {
  it("weigh a pair by distinct recordings over all credits that name both", () => {
    const { pairs, oversizedCredits } = collaborations({
      artists: [artist(10), artist(11), artist(12), artist(2, "Deleted Artist")],
      creditNames: [
        ...credit(1, 10, 11),
        ...credit(2, 11, 10, 12, 10),
        ...credit(3, 10, 2, 404),
        ...credit(4, 10, 12),
      ],
      recordings: [
        { id: 103, artist_credit: 1 },
        { id: 101, artist_credit: 1 },
        { id: 102, artist_credit: 2 },
        { id: 104, artist_credit: 3 },
        { id: 105, artist_credit: 404 },
      ],
    });
    expect([...pairs].sort()).toEqual([
      [key(10, 11), { weight: 3, firstRecording: 101 }],
      [key(10, 12), { weight: 1, firstRecording: 102 }],
      [key(11, 12), { weight: 1, firstRecording: 102 }],
    ]);
    expect(oversizedCredits).toEqual([]);
  });

  it("report credits that are too large only where recordings use them", () => {
    const many = Array.from({ length: 101 }, (_, i) => i + 10);
    const world = collaborations({
      artists: many.map((id) => artist(id)),
      creditNames: [...credit(1, ...many), ...credit(2, ...many)],
      recordings: [{ id: 1, artist_credit: 2 }],
    });
    expect(world.pairs.size).toBe(0);
    expect(world.oversizedCredits).toEqual([2]);
  });

  it("do not depend on the order of rows, and equal a count recording by recording", () => {
    const small = fc.integer({ min: 3, max: 8 });
    const worlds = fc.record({
      names: fc.array(fc.record({ artist_credit: fc.integer({ min: 1, max: 5 }), artist: small }), {
        maxLength: 20,
      }),
      credits: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 20 }),
    });
    fc.assert(
      fc.property(worlds, ({ names, credits }) => {
        const recordings = credits.map((artist_credit, id) => ({ id, artist_credit }));
        const artists = [3, 4, 5, 6, 7].map((id) => artist(id));
        const { pairs } = collaborations({ artists, creditNames: names, recordings });
        const reversed = collaborations({
          artists: artists.toReversed(),
          creditNames: names.toReversed(),
          recordings: recordings.toReversed(),
        });
        expect([...reversed.pairs].sort()).toEqual([...pairs].sort());
        for (const one of artists) {
          for (const other of artists) {
            if (one.gid >= other.gid) continue;
            const together = recordings.filter((recording) =>
              [one, other].every((each) =>
                names.some(
                  (name) => name.artist_credit === recording.artist_credit && name.artist === each.id,
                ),
              ),
            );
            expect(pairs.get(pairKey(other.gid, one.gid))?.weight ?? 0).toBe(together.length);
            expect(pairs.get(pairKey(one.gid, other.gid))?.firstRecording).toBe(together[0]?.id);
          }
        }
      }),
    );
  });
});
