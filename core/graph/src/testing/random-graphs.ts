import * as fc from "fast-check";
import { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import type { GraphState } from "../snapshot/snapshot-format.js";

const ARTISTS = 20;
const artist = fc.nat({ max: ARTISTS - 1 });

/** For property tests: graphs of up to twenty artists with ids in random order, some of them of degree 0. */
export const randomGraphs: fc.Arbitrary<AdjacencyIndex> = fc
  .record({
    mbids: fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: ARTISTS }),
    edges: fc.array(
      fc.record({
        a: artist,
        b: artist,
        weight: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
        first: fc.nat({ max: 2 ** 31 - 1 }),
      }),
      { maxLength: 60 },
    ),
  })
  .map(({ mbids, edges }) => {
    const graph = new AdjacencyIndex();
    for (const mbid of mbids) graph.intern(mbid);
    for (const { a, b, weight, first } of edges) {
      if (a % mbids.length !== b % mbids.length) {
        graph.setEdge(a % mbids.length, b % mbids.length, weight, first);
      }
    }
    return graph;
  });

/** Such graphs with a version and, half of them, with communities. */
export const randomStates: fc.Arbitrary<GraphState> = fc
  .record({
    adjacency: randomGraphs,
    graphVersion: fc.maxSafeNat(),
    numbers: fc.option(fc.array(fc.integer({ min: -1, max: 9 }), { minLength: ARTISTS, maxLength: ARTISTS })),
  })
  .map(({ adjacency, graphVersion, numbers }) => ({
    adjacency,
    graphVersion,
    communities: numbers && {
      of: Int32Array.from(numbers.slice(0, adjacency.artistCount)),
      next: 10,
      graphVersion,
    },
  }));
