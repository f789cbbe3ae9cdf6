import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AdjacencyIndex, CollaborationGraph, dirtyArtists } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import { TwoHopPairs } from "../pairs/two-hop-pairs.js";
import type { Pair } from "../windows/undirected-graph.js";
import { type PairFeatures, featuresOf } from "./link-features.js";
import { Recency } from "./recency.js";

const VERTICES = 11;
const vertex = fc.nat({ max: VERTICES - 1 });
const edgeSet = fc
  .uniqueArray(
    fc.tuple(vertex, vertex).filter(([a, b]) => a < b),
    { maxLength: 26, selector: String },
  )
  .map((edges) => edges as Pair[]);
/** Of an edge: another for every edge. */
const firstRecordingOf = ([a, b]: Pair): number => 20 * a + b + 1;

function graphOf(edges: readonly Pair[]): AdjacencyIndex {
  const graph = new AdjacencyIndex();
  for (let v = 0; v < VERTICES; v += 1) graph.intern(numberedMbid(v));
  for (const edge of edges) graph.setEdge(...edge, 1, firstRecordingOf(edge));
  return graph;
}

/** Every feature of every pair, joined or not, seen from the end that is asked for. */
function featuresFrom(edges: readonly Pair[], end: "first" | "second"): Map<string, PairFeatures> {
  const graph = graphOf(edges);
  const embedded = new CollaborationGraph(graph);
  const cosine = (a: number, b: number): number => {
    const [x, y] = [embedded.embeddingOf(a), embedded.embeddingOf(b)];
    return x.reduce((sum, value, d) => sum + value * (y[d] ?? 0), 0);
  };
  const world = { graph, recency: Recency.ofGraph(graph, 500), cosine };
  const pairsOf = new TwoHopPairs(graph, { threeStepPaths: true, amongCommon: true });
  const all = new Map<string, PairFeatures>();
  for (let from = 0; from < VERTICES; from += 1) {
    const others = Array.from({ length: VERTICES }, (_, other) => other).filter((other) =>
      end === "first" ? other > from : other < from,
    );
    pairsOf.to(from, others);
    featuresOf(pairsOf.selected, world).forEach((features, i) => {
      const pair = end === "first" ? [from, others[i]!] : [others[i]!, from];
      all.set(String(pair), features);
    });
  }
  return all;
}

describe("every feature", () => {
  it("is symmetric to the last bit and known, whatever the graph and the order of its edges", () => {
    fc.assert(
      fc.property(edgeSet, (edges) => {
        const seen = featuresFrom(edges, "first");
        expect(featuresFrom(edges.toReversed(), "second")).toEqual(seen);
        for (const features of seen.values()) {
          for (const value of Object.values(features)) expect(Number.isFinite(value)).toBe(true);
        }
      }),
    );
  });

  it("changes only for pairs with an end that dirtyArtists marks", () => {
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
          const changed = [...after.values()];
          const dirty = new Set(dirtyArtists(graphOf(changed), ends));
          const before = featuresFrom(edges, "first");
          for (const [pair, features] of featuresFrom(changed, "first")) {
            if (pair.split(",").some((end) => dirty.has(Number(end)))) continue;
            expect(features).toEqual(before.get(pair));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
