import { AdjacencyIndex } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArtistOrder } from "./artist-order.js";

describe("ArtistOrder", () => {
  it("goes through all artists once, by MBID, also from one that the graph does not have", () => {
    const numbers = fc.uniqueArray(fc.nat({ max: 500 }), { maxLength: 60 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 9 }), fc.nat({ max: 500 }), (all, count, from) => {
        const graph = new AdjacencyIndex();
        for (const number of all) graph.intern(numberedMbid(number));
        const order = new ArtistOrder(graph);
        const met: string[] = [];
        for (let last: string | null = null; ; last = met.at(-1)!) {
          const next = [...order.after(last, count)].map((id) => graph.mbids.mbidOf(id));
          if (next.length === 0) break;
          met.push(...next);
        }
        const sorted = all.map(numberedMbid).toSorted();
        expect(met).toEqual(sorted);
        const rest = [...order.after(numberedMbid(from), 1_000)].map((id) => graph.mbids.mbidOf(id));
        expect(rest).toEqual(sorted.filter((mbid) => mbid > numberedMbid(from)));
      }),
    );
  });
});
