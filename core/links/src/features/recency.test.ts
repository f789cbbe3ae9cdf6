import { AdjacencyIndex } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import { describe, expect, it } from "vitest";
import { Recency } from "./recency.js";

/** A graph of numbered artists with the first recordings of its edges. */
function graphOf(edges: readonly (readonly [number, number, number])[]): AdjacencyIndex {
  const graph = new AdjacencyIndex();
  for (let n = 0; n < 5; n += 1) graph.intern(numberedMbid(n));
  for (const [a, b, firstRecording] of edges) graph.setEdge(a, b, 1, firstRecording);
  return graph;
}

/** Of one pair. */
function since(recency: Recency, whose: "quieter" | "livelier", a: number, b: number): number {
  const out = new Float64Array(1);
  recency.sinceLink({ artist: a, count: 1, others: Int32Array.of(b) }, whose, out);
  return out[0]!;
}

describe("Recency", () => {
  const edges = [
    [0, 1, 90],
    [0, 2, 40],
    [1, 2, 70],
    [3, 0, 10],
  ] as const;
  const recency = Recency.ofGraph(graphOf(edges), 100);

  it("counts from the last link of the quieter and of the livelier of two", () => {
    expect([since(recency, "quieter", 1, 3), since(recency, "quieter", 3, 1)]).toEqual([90, 90]);
    expect([since(recency, "livelier", 1, 3), since(recency, "livelier", 3, 1)]).toEqual([10, 10]);
    expect(since(recency, "quieter", 1, 4)).toBe(100);
  });

  it("sees a known collaboration as if the edge between the two were not there", () => {
    for (const [a, b] of edges) {
      const without = Recency.ofGraph(graphOf(edges.filter((edge) => edge[0] !== a || edge[1] !== b)), 100);
      expect(since(recency, "quieter", a, b)).toBe(since(without, "quieter", a, b));
      expect(since(recency, "livelier", b, a)).toBe(since(without, "livelier", b, a));
    }
  });

  it("is 0 for artists that were active since the model's date", () => {
    const earlier = Recency.ofGraph(graphOf(edges), 60);
    expect([since(earlier, "quieter", 0, 2), since(earlier, "quieter", 1, 3)]).toEqual([0, 50]);
  });
});
