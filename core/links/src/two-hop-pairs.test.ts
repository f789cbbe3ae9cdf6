import { AdjacencyIndex } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PairCounts } from "./link-feature.js";
import { type PairColumns, TwoHopPairs, adamicAdarTerm } from "./two-hop-pairs.js";

const ARTISTS = 14;
const artist = fc.nat({ max: ARTISTS - 1 });
const edges = fc.array(
  fc.tuple(artist, artist).filter(([a, b]) => a !== b),
  { maxLength: 60 },
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
  return {
    commonNeighbours: common.length,
    adamicAdar: common.reduce((sum, u) => sum + adamicAdarTerm(graph.degree(u)), 0),
    preferentialAttachment: (graph.degree(a) - hidden) * (graph.degree(b) - hidden),
  };
}

function byOther(columns: PairColumns): Map<number, PairCounts> {
  return new Map(Array.from({ length: columns.count }, (_, i) => [columns.others[i]!, columns.at(i)]));
}

describe("TwoHopPairs", () => {
  it("counts what the definitions say, exactly, for candidates and for known pairs", () => {
    fc.assert(
      fc.property(edges, (pairs) => {
        const graph = graphOf(pairs);
        const pairsOf = new TwoHopPairs(graph);
        for (let a = 0; a < ARTISTS; a += 1) {
          const candidates = new Map<number, PairCounts>();
          const known = new Map<number, PairCounts>();
          for (let b = 0; b < ARTISTS; b += 1) {
            if (a === b) continue;
            const counts = countsByDefinition(graph, a, b);
            if (graph.hasEdge(a, b)) known.set(b, counts);
            else if (counts.commonNeighbours > 0) candidates.set(b, counts);
          }
          pairsOf.enumerate(a);
          expect(byOther(pairsOf.candidates)).toEqual(candidates);
          expect(byOther(pairsOf.known)).toEqual(known);
          pairsOf.enumerate(a, "larger ids");
          expect(byOther(pairsOf.candidates)).toEqual(new Map([...candidates].filter(([b]) => b > a)));
          expect(byOther(pairsOf.known)).toEqual(new Map([...known].filter(([b]) => b > a)));
        }
      }),
    );
  });

  it("gives the same bits from both ends of a pair and for every order of edges", () => {
    fc.assert(
      fc.property(edges, (pairs) => {
        const forwards = new TwoHopPairs(graphOf(pairs));
        const backwards = new TwoHopPairs(graphOf(pairs.toReversed()));
        for (let a = 0; a < ARTISTS; a += 1) {
          forwards.enumerate(a);
          backwards.enumerate(a);
          const seen = byOther(forwards.candidates);
          expect(byOther(backwards.candidates)).toEqual(seen);
          for (const [b, counts] of seen) {
            forwards.enumerate(b);
            expect(byOther(forwards.candidates).get(a)).toEqual(counts);
          }
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
    expect(byOther(pairsOf.candidates)).toEqual(
      new Map([[late, { commonNeighbours: 1, adamicAdar: adamicAdarTerm(2), preferentialAttachment: 1 }]]),
    );
  });
});

describe("adamicAdarTerm", () => {
  it("is 1/ln(degree) to within 2^-37, a multiple of 2^-36", () => {
    for (const degree of [2, 3, 10, 1000, 1_000_000]) {
      expect(Math.abs(adamicAdarTerm(degree) - 1 / Math.log(degree))).toBeLessThanOrEqual(2 ** -37);
      expect(Number.isInteger(adamicAdarTerm(degree) * 2 ** 36)).toBe(true);
    }
  });
});
