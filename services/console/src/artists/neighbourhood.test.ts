import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberedMbid } from "../testing/records.js";
import { communitiesAround } from "./neighbourhood.js";

const edge = (a: number, b: number, weight = 1) => ({
  artistA: numberedMbid(a),
  artistB: numberedMbid(b),
  weight,
});
const mbids = (...numbers: number[]) => numbers.map(numberedMbid);

describe("communitiesAround", () => {
  it("tells two bands of one musician apart, the larger first", () => {
    const artists = mbids(0, 1, 2, 3, 4, 5, 6, 7);
    const star = [1, 2, 3, 4, 5, 6, 7].map((n) => edge(0, n));
    const bands = [
      edge(1, 2),
      edge(2, 3),
      edge(1, 3),
      edge(4, 5),
      edge(5, 6),
      edge(6, 7),
      edge(4, 7),
      edge(4, 6),
    ];
    const communities = communitiesAround(numberedMbid(0), artists, [...star, ...bands]);
    expect(mbids(4, 5, 6, 7).map((artist) => communities.get(artist))).toEqual([0, 0, 0, 0]);
    expect(mbids(1, 2, 3).map((artist) => communities.get(artist))).toEqual([1, 1, 1]);
    expect(communities.has(numberedMbid(0))).toBe(false);
  });

  it("has something to say about artists who share nothing", () => {
    expect(communitiesAround(numberedMbid(0), mbids(0), [])).toEqual(new Map());
    const lone = communitiesAround(numberedMbid(0), mbids(0, 1, 2), [edge(0, 1), edge(0, 2)]);
    expect([...lone.values()].sort()).toEqual([0, 1]);
  });

  it("does not depend on the order in which artists come", () => {
    const graph = fc.uniqueArray(
      fc.tuple(fc.nat(9), fc.nat(9)).filter(([a, b]) => a < b),
      { selector: ([a, b]) => `${a}:${b}`, maxLength: 30 },
    );
    fc.assert(
      fc.property(graph, (pairs) => {
        const artists = mbids(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        const edges = pairs.map(([a, b]) => edge(a, b));
        const communities = communitiesAround(numberedMbid(0), artists, edges);
        expect(communitiesAround(numberedMbid(0), artists.toReversed(), edges)).toEqual(communities);
        expect(new Set(communities.keys())).toEqual(new Set(artists.slice(1)));
      }),
    );
  });
});
