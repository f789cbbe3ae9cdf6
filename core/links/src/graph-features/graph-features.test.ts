import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AdjacencyIndex, dirtyArtists } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import { GRAPH_FEATURES, writeFeatures } from "./graph-features.js";
import { PathSums } from "./path-sums.js";
import { type Pair, UndirectedGraph } from "./undirected-graph.js";

const VERTICES = 11;
const vertex = fc.nat({ max: VERTICES - 1 });
const edgeSet = fc
  .uniqueArray(
    fc.tuple(vertex, vertex).filter(([a, b]) => a < b),
    { maxLength: 26, selector: String },
  )
  .map((edges) => edges as Pair[]);

/** What the regression sees of every pair that is not joined, in the direction asked for. */
function rowsOf(edges: readonly Pair[], direction: 1 | -1 = 1): Map<string, number[]> {
  const joined = new Set(edges.map(String));
  const sums = new PathSums(new UndirectedGraph(VERTICES, edges));
  const rows = new Map<string, number[]>();
  for (let from = 0; from < VERTICES; from += 1) {
    sums.start(from);
    for (let to = 0; to < VERTICES; to += 1) {
      if ((to - from) * direction <= 0) continue;
      const key = String(direction === 1 ? [from, to] : [to, from]);
      if (joined.has(key)) continue;
      const out = new Float64Array(GRAPH_FEATURES.length);
      writeFeatures(sums.to(to), out);
      rows.set(key, [...out]);
    }
  }
  return rows;
}

describe("GRAPH_FEATURES", () => {
  it("are documented, each under a name of its own", () => {
    expect(new Set(GRAPH_FEATURES.map(({ name }) => name)).size).toBe(GRAPH_FEATURES.length);
    for (const { label, definition, unit, source } of GRAPH_FEATURES) {
      for (const text of [label, definition, unit, source]) expect(text).not.toBe("");
    }
  });

  it("are symmetric and finite, whatever the graph", () => {
    fc.assert(
      fc.property(edgeSet, (edges) => {
        const backward = rowsOf(edges, -1);
        for (const [pair, row] of rowsOf(edges)) {
          row.forEach((value, j) => {
            expect(Number.isFinite(value)).toBe(true);
            expect(value).toBeCloseTo(backward.get(pair)![j]!, 10);
          });
        }
      }),
    );
  });

  it("change only for pairs with a dirty end, each of them", () => {
    fc.assert(
      fc.property(
        edgeSet,
        fc.array(fc.tuple(vertex, vertex), { minLength: 1, maxLength: 3 }),
        (edges, flips) => {
          const after = new Map(edges.map((edge) => [String(edge), edge]));
          const ends: number[] = [];
          for (const [x, y] of flips) {
            if (x === y) continue;
            const edge: Pair = x < y ? [x, y] : [y, x];
            if (!after.delete(String(edge))) after.set(String(edge), edge);
            ends.push(...edge);
          }
          const graph = new AdjacencyIndex();
          for (let v = 0; v < VERTICES; v += 1) graph.intern(numberedMbid(v));
          for (const [a, b] of after.values()) graph.setEdge(a, b, 1, 1);
          const dirty = new Set(dirtyArtists(graph, ends));
          const before = rowsOf(edges);
          for (const [pair, row] of rowsOf([...after.values()])) {
            if (pair.split(",").some((end) => dirty.has(Number(end)))) continue;
            row.forEach((value, j) => expect(value).toBeCloseTo(before.get(pair)?.[j] ?? Number.NaN, 10));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("PathSums", () => {
  it("has the sums worked by hand", () => {
    // 0–1–2 and 0–3–4–2: one path of length two over 1, one of length three over 3 and 4.
    const sums = new PathSums(
      new UndirectedGraph(6, [
        [0, 1],
        [1, 2],
        [0, 3],
        [3, 4],
        [2, 4],
        [1, 5],
      ]),
    );
    sums.start(0);
    expect(sums.atDistanceTwo().sort()).toEqual([2, 4, 5]);
    expect(sums.to(2)).toEqual({
      degreeA: 2,
      degreeB: 2,
      commonNeighbours: 1,
      adamicAdar: 1 / Math.log(3),
      resourceAllocation: 1 / 3,
      threeStepPaths: expect.closeTo(1 / 2, 12) as number,
      localCommunity: 0,
    });
  });

  it("counts the links among the common neighbours", () => {
    // 0 and 3 share 1, 2 and 5; of those 1–2 are joined.
    const sums = new PathSums(
      new UndirectedGraph(6, [
        [0, 1],
        [0, 2],
        [0, 5],
        [1, 2],
        [1, 3],
        [2, 3],
        [3, 5],
        [1, 4],
      ]),
    );
    sums.start(0);
    expect(sums.to(3).localCommunity).toBeCloseTo(1 / 4 + 1 / 3, 12);
  });

  it("forgets what it started from before", () => {
    fc.assert(
      fc.property(edgeSet, vertex, vertex, (edges, first, second) => {
        const graph = new UndirectedGraph(VERTICES, edges);
        const [used, fresh] = [new PathSums(graph), new PathSums(graph)];
        used.start(first);
        used.start(second);
        fresh.start(second);
        for (let to = 0; to < VERTICES; to += 1) expect(used.to(to)).toEqual(fresh.to(to));
      }),
    );
  });
});
