import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AdjacencyIndex } from "./adjacency-index.js";
import { dirtyArtists } from "./dirty.js";
import { applyEdit, dozenArtists, edgeEdits } from "./testing/random-edits.js";

/** Status and link features of every pair that has any, computed from their definitions. */
function pairStates(graph: AdjacencyIndex): Map<string, string> {
  const states = new Map<string, string>();
  for (let a = 0; a < graph.artistCount; a += 1) {
    for (let b = a + 1; b < graph.artistCount; b += 1) {
      const common = graph.commonNeighbours(a, b);
      const known = graph.hasEdge(a, b);
      if (!known && common.length === 0) continue;
      let adamicAdar = 0;
      for (const u of common) adamicAdar += 1 / Math.log(graph.degree(u));
      const attachment = graph.degree(a) * graph.degree(b);
      states.set(`${a}:${b}`, `${known} ${common.length} ${adamicAdar.toFixed(9)} ${attachment}`);
    }
  }
  return states;
}

describe("dirtyArtists", () => {
  it("has an end of every pair whose features or status an edit changed, and nobody without such a pair", () => {
    fc.assert(
      fc.property(edgeEdits, (sequence) => {
        const graph = dozenArtists();
        for (const edit of sequence) {
          const before = pairStates(graph);
          const change = applyEdit(graph, edit);
          const after = pairStates(graph);
          const dirty = new Set(dirtyArtists(graph, edit.a, edit.b, change));
          const changed = [...new Set([...before.keys(), ...after.keys()])]
            .filter((pair) => before.get(pair) !== after.get(pair))
            .map((pair) => pair.split(":").map(Number));
          expect(changed.filter((pair) => !pair.some((artist) => dirty.has(artist)))).toEqual([]);
          const involved = new Set(changed.flat());
          expect([...dirty].filter((artist) => !involved.has(artist))).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("makes nobody dirty when only a weight changes", () => {
    const graph = dozenArtists();
    graph.setEdge(0, 1, 1, 1);
    graph.setEdge(1, 2, 1, 1);
    expect([...dirtyArtists(graph, 0, 1, graph.setEdge(0, 1, 9, 1))]).toEqual([]);
  });
});
