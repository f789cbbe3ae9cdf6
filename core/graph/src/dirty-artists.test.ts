import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AdjacencyIndex } from "./adjacency/adjacency-index.js";
import { dirtyArtists } from "./dirty-artists.js";
import { type EdgeEdit, applyEdit, dozenArtists, edgeEdits } from "./testing/random-edits.js";
import "./testing/report-properties.js";

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

/** Applies edits and returns the ends of the edges that came or went. */
function applyAll(graph: AdjacencyIndex, edits: readonly EdgeEdit[]): number[] {
  return edits.flatMap((edit) => {
    const change = applyEdit(graph, edit);
    return change === "inserted" || change === "removed" ? [edit.a, edit.b] : [];
  });
}

/** Pairs that differ, as ids. */
function changedPairs(before: Map<string, string>, after: Map<string, string>): number[][] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((pair) => before.get(pair) !== after.get(pair))
    .map((pair) => pair.split(":").map(Number));
}

describe("dirtyArtists", () => {
  it("has the endpoints of an edge whose first recording changed, without their neighbours", () => {
    const graph = dozenArtists();
    graph.setEdge(1, 2, 1, 1);
    graph.setEdge(2, 3, 1, 1);
    expect([...dirtyArtists(graph, [], [1, 2])]).toEqual([1, 2]);
    expect([...dirtyArtists(graph, [2], [5])]).toEqual([1, 2, 3, 5]);
  });

  it("has an end of every changed pair, and after one edit no artist without such a pair", () => {
    fc.assert(
      fc.property(edgeEdits, (edits) => {
        const graph = dozenArtists();
        for (const edit of edits) {
          const before = pairStates(graph);
          const dirty = new Set(dirtyArtists(graph, applyAll(graph, [edit])));
          const changed = changedPairs(before, pairStates(graph));
          expect(changed.filter((pair) => !pair.some((artist) => dirty.has(artist)))).toEqual([]);
          const involved = new Set(changed.flat());
          expect([...dirty].filter((artist) => !involved.has(artist))).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("asked once after many edits, is the union of asking after each", () => {
    fc.assert(
      fc.property(edgeEdits, (edits) => {
        const graph = dozenArtists();
        const before = pairStates(graph);
        const ends: number[] = [];
        const union = new Set<number>();
        for (const edit of edits) {
          const own = applyAll(graph, [edit]);
          ends.push(...own);
          for (const artist of dirtyArtists(graph, own)) union.add(artist);
        }
        const dirty = dirtyArtists(graph, ends);
        expect([...dirty]).toEqual([...union].sort((x, y) => x - y));
        const marked = new Set(dirty);
        const missed = changedPairs(before, pairStates(graph)).filter(
          (pair) => !pair.some((artist) => marked.has(artist)),
        );
        expect(missed).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
