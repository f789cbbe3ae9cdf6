import { AdjacencyIndex } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adamicAdarTerm, pathWeight, resourceAllocationTerm } from "./exact-terms.js";
import type { PairColumns, PairCounts } from "./pair-columns.js";
import { TwoHopPairs } from "./two-hop-pairs.js";

const ARTISTS = 12;
const WALKS = { threeStepPaths: true, amongCommon: true };
const artist = fc.nat({ max: ARTISTS - 1 });
const edges = fc.array(
  fc.tuple(artist, artist).filter(([a, b]) => a !== b),
  { maxLength: 45 },
);

function graphOf(pairs: readonly (readonly [number, number])[]): AdjacencyIndex {
  const graph = new AdjacencyIndex();
  for (let n = 0; n < ARTISTS; n += 1) graph.intern(numberedMbid(n));
  for (const [a, b] of pairs) graph.setEdge(a, b, 1, 1);
  return graph;
}

/** From the definitions, pair by pair. */
function countsByDefinition(graph: AdjacencyIndex, a: number, b: number): PairCounts {
  const hidden = graph.hasEdge(a, b) ? 1 : 0;
  const common = graph.commonNeighbours(a, b);
  let threeStepPaths = 0;
  for (const u of graph.neighboursOf(a)) {
    for (const v of graph.neighboursOf(b)) {
      if (u === b || v === a || u === v || !graph.hasEdge(u, v)) continue;
      threeStepPaths += pathWeight(graph.degree(u)) * pathWeight(graph.degree(v));
    }
  }
  return {
    commonNeighbours: common.length,
    adamicAdar: common.reduce((sum, u) => sum + adamicAdarTerm(graph.degree(u)), 0),
    resourceAllocation: common.reduce((sum, u) => sum + resourceAllocationTerm(graph.degree(u)), 0),
    threeStepPaths,
    amongCommon: common.reduce((sum, u) => {
      const joined = common.filter((v) => v !== u && graph.hasEdge(u, v)).length;
      return sum + joined * resourceAllocationTerm(graph.degree(u));
    }, 0),
    degreeA: graph.degree(a) - hidden,
    degreeB: graph.degree(b) - hidden,
  };
}

function byOther(columns: PairColumns): Map<number, PairCounts> {
  return new Map(Array.from({ length: columns.count }, (_, i) => [columns.others[i]!, columns.at(i)]));
}

describe("TwoHopPairs", () => {
  it("counts what the definitions say, exactly, for candidates, known pairs and any others", () => {
    fc.assert(
      fc.property(edges, (pairs) => {
        const graph = graphOf(pairs);
        const pairsOf = new TwoHopPairs(graph, WALKS);
        for (let a = 0; a < ARTISTS; a += 1) {
          const all = new Map<number, PairCounts>();
          for (let b = 0; b < ARTISTS; b += 1) if (a !== b) all.set(b, countsByDefinition(graph, a, b));
          const known = new Map([...all].filter(([b]) => graph.hasEdge(a, b)));
          const candidates = new Map(
            [...all].filter(([b, { commonNeighbours }]) => commonNeighbours > 0 && !graph.hasEdge(a, b)),
          );
          pairsOf.enumerate(a, "all", "candidates and known");
          expect(byOther(pairsOf.candidates)).toEqual(candidates);
          expect(byOther(pairsOf.known)).toEqual(known);
          pairsOf.enumerate(a);
          expect(byOther(pairsOf.candidates)).toEqual(candidates);
          expect(byOther(pairsOf.known)).toEqual(new Map());
          pairsOf.enumerate(a, "larger ids", "candidates and known");
          expect(byOther(pairsOf.candidates)).toEqual(new Map([...candidates].filter(([b]) => b > a)));
          expect(byOther(pairsOf.known)).toEqual(new Map([...known].filter(([b]) => b > a)));
          pairsOf.to(a, [...all.keys()]);
          expect(byOther(pairsOf.selected)).toEqual(all);
        }
      }),
    );
  });

  it("gives the same bits from both ends of a pair and for every order of edges", () => {
    fc.assert(
      fc.property(edges, (pairs) => {
        const forwards = new TwoHopPairs(graphOf(pairs), WALKS);
        const backwards = new TwoHopPairs(graphOf(pairs.toReversed()), WALKS);
        for (let a = 0; a < ARTISTS; a += 1) {
          forwards.enumerate(a);
          backwards.enumerate(a);
          const seen = byOther(forwards.candidates);
          expect(byOther(backwards.candidates)).toEqual(seen);
          for (const [b, counts] of seen) {
            forwards.enumerate(b);
            const { degreeA, degreeB, ...sums } = counts;
            expect(byOther(forwards.candidates).get(a)).toEqual({
              ...sums,
              degreeA: degreeB,
              degreeB: degreeA,
            });
          }
        }
      }),
    );
  });

  it("leaves the costlier sums at 0 unless they are asked for, and the others as they are", () => {
    fc.assert(
      fc.property(edges, (pairs) => {
        const graph = graphOf(pairs);
        const all = new TwoHopPairs(graph, WALKS);
        const cheap = new TwoHopPairs(graph);
        for (let a = 0; a < ARTISTS; a += 1) {
          all.enumerate(a);
          cheap.enumerate(a);
          const without = [...byOther(all.candidates)].map(
            ([b, counts]) => [b, { ...counts, threeStepPaths: 0, amongCommon: 0 }] as const,
          );
          expect(byOther(cheap.candidates)).toEqual(new Map(without));
        }
      }),
    );
  });

  it("takes in artists that join the graph later", () => {
    const graph = graphOf([[0, 1]]);
    const pairsOf = new TwoHopPairs(graph);
    pairsOf.enumerate(0);
    expect(pairsOf.candidates.count).toBe(0);
    const late = graph.intern(numberedMbid(99));
    graph.setEdge(1, late, 1, 1);
    pairsOf.enumerate(0);
    expect([...byOther(pairsOf.candidates).keys()]).toEqual([late]);
  });
});

describe("exact terms", () => {
  it("are what they stand for to within half a quantum, and whole numbers of quanta", () => {
    for (const degree of [2, 3, 10, 1000, 1_000_000]) {
      expect(Math.abs(adamicAdarTerm(degree) - 1 / Math.log(degree))).toBeLessThanOrEqual(2 ** -37);
      expect(Math.abs(resourceAllocationTerm(degree) - 1 / degree)).toBeLessThanOrEqual(2 ** -37);
      expect(Math.abs(pathWeight(degree) - 1 / Math.sqrt(degree))).toBeLessThanOrEqual(2 ** -20);
      expect(Number.isInteger(adamicAdarTerm(degree) * 2 ** 36)).toBe(true);
      expect(Number.isInteger(resourceAllocationTerm(degree) * 2 ** 36)).toBe(true);
      expect(Number.isInteger(pathWeight(degree) * 2 ** 19)).toBe(true);
    }
  });
});
