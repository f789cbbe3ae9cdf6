import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { findCommunities } from "./find-communities.js";
import { numberedMbid } from "../testing/numbered-mbid.js";
import { shareGraph } from "../adjacency/shared-graph.js";
import { type Communities, stableCommunityIds } from "./stable-communities.js";
import { randomGraphs } from "../testing/random-graphs.js";
import "../testing/report-properties.js";

/** Cliques of five in a ring, each joined to the next by one edge, and a vertex of degree 0. */
function ringOfCliques(order: (artist: number) => number = (artist) => artist): AdjacencyIndex {
  const graph = new AdjacencyIndex();
  const id = (n: number): number => graph.intern(numberedMbid(n));
  for (let n = 0; n < 31; n += 1) id(order(n));
  for (let clique = 0; clique < 6; clique += 1) {
    for (let a = 0; a < 5; a += 1) {
      for (let b = 0; b < a; b += 1) graph.setEdge(id(clique * 5 + a), id(clique * 5 + b), 2, 1);
    }
    graph.setEdge(id(clique * 5), id(((clique + 1) % 6) * 5 + 1), 1, 1);
  }
  return graph;
}

function byMbid(graph: AdjacencyIndex, communities: Int32Array): Record<string, number> {
  return Object.fromEntries([...communities].map((community, id) => [graph.mbids.mbidOf(id), community]));
}

describe("findCommunities", () => {
  it("finds cliques, numbered by their first MBID, and no community for a vertex of degree 0", () => {
    const found = findCommunities(shareGraph(ringOfCliques()));
    expect([...found]).toEqual([...Array.from({ length: 30 }, (_, n) => Math.floor(n / 5)), -1]);
  });

  it("finds the same, whatever the order in which artists were seen", () => {
    const forwards = ringOfCliques();
    const backwards = ringOfCliques((n) => 30 - n);
    expect(byMbid(backwards, findCommunities(shareGraph(backwards)))).toEqual(
      byMbid(forwards, findCommunities(shareGraph(forwards))),
    );
    fc.assert(
      fc.property(randomGraphs, (graph) => {
        const twin = new AdjacencyIndex();
        for (let id = graph.artistCount - 1; id >= 0; id -= 1) twin.intern(graph.mbids.mbidOf(id));
        const last = graph.artistCount - 1;
        graph.forEachEdge((a, b, weight, first) => twin.setEdge(last - a, last - b, weight, first));
        const found = findCommunities(shareGraph(graph));
        expect(byMbid(twin, findCommunities(shareGraph(twin)))).toEqual(byMbid(graph, found));
        // A community lies within one component, and vertices of degree 0 have none.
        for (const [id, community] of found.entries()) expect(community < 0).toBe(graph.degree(id) === 0);
      }),
    );
  });
});

const partition = fc.array(fc.integer({ min: -1, max: 5 }), { minLength: 1, maxLength: 40 });
const previous: fc.Arbitrary<Communities> = partition.map((numbers) => ({
  of: Int32Array.from(numbers, (number) => (number < 0 ? number : number * 7)),
  next: 50,
  graphVersion: 1,
}));

/** The same communities under numbers in order of appearance. */
function renumbered(communities: Iterable<number>): number[] {
  const numbers = new Map<number, number>([[-1, -1]]);
  return [...communities].map((community) => {
    if (!numbers.has(community)) numbers.set(community, numbers.size - 1);
    return numbers.get(community)!;
  });
}

describe("stableCommunityIds", () => {
  it("changes numbers only: the partition stays the same", () => {
    fc.assert(
      fc.property(fc.option(previous), partition, (before, numbers) => {
        const found = Int32Array.from(renumbered(numbers));
        const stable = stableCommunityIds(before, found, 9);
        expect(renumbered(stable.of)).toEqual(renumbered(found));
        expect(stable.graphVersion).toBe(9);
      }),
    );
  });

  it("keeps every number where nothing moved, whatever the numbers found", () => {
    fc.assert(
      fc.property(previous, fc.boolean(), (before, turned) => {
        const order = renumbered(before.of);
        const most = Math.max(...order);
        const found = Int32Array.from(order, (n) => (n < 0 ? n : turned ? most - n : n));
        expect(stableCommunityIds(before, found, 2)).toEqual({ of: before.of, next: 50, graphVersion: 2 });
      }),
    );
  });

  it("gives numbers of before only for artists in common, each once, and otherwise numbers never used", () => {
    fc.assert(
      fc.property(previous, partition, (before, numbers) => {
        const found = Int32Array.from(renumbered(numbers));
        const stable = stableCommunityIds(before, found, 2);
        const used = new Set([...stable.of].filter((number) => number >= 0));
        expect(used.size).toBe(new Set([...found].filter((number) => number >= 0)).size);
        for (const number of used) {
          const shared = [...stable.of].some((now, artist) => now === number && before.of[artist] === number);
          expect(shared || number >= before.next).toBe(true);
          expect(number).toBeLessThan(stable.next);
        }
      }),
    );
  });

  it("lets the part that has most of a community keep its number, when most of that part is of it", () => {
    fc.assert(
      fc.property(previous, partition, (before, numbers) => {
        const found = Int32Array.from(renumbered(numbers));
        const stable = stableCommunityIds(before, found, 2);
        const count = (test: (artist: number) => boolean): number =>
          [...found.keys()].filter((artist) => test(artist)).length;
        for (const now of new Set(found)) {
          for (const then of new Set(before.of)) {
            if (now < 0 || then < 0) continue;
            const both = count((artist) => found[artist] === now && before.of[artist] === then);
            const ofThen = [...before.of].filter((number) => number === then).length;
            const ofNow = count((artist) => found[artist] === now);
            if (both * 2 <= ofThen || both * 2 <= ofNow) continue;
            expect(stable.of[found.indexOf(now)]).toBe(then);
          }
        }
      }),
    );
  });
});
