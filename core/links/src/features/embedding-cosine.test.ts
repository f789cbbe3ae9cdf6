import { CollaborationGraph } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EmbeddingCosine } from "./embedding-cosine.js";

const ARTISTS = 12;
const artist = fc.nat({ max: ARTISTS - 1 });
const edges = fc.array(
  fc.tuple(artist, artist).filter(([a, b]) => a !== b),
  { maxLength: 20 },
);

describe("EmbeddingCosine", () => {
  it("is that of the two vectors and the same from both ends, also where artists share a slot", () => {
    fc.assert(
      fc.property(edges, fc.array(fc.tuple(artist, artist), { maxLength: 30 }), (pairs, asked) => {
        const graph = new CollaborationGraph();
        for (let n = 0; n < ARTISTS; n += 1) graph.adjacency.intern(numberedMbid(n));
        for (const [a, b] of pairs) graph.set(numberedMbid(a), numberedMbid(b), 1, 1);
        const [few, many] = [new EmbeddingCosine(graph, 4), new EmbeddingCosine(graph)];
        for (const [a, b] of asked) {
          const [x, y] = [graph.embeddingOf(a), graph.embeddingOf(b)];
          const isEmpty = x.length === 0 || y.length === 0;
          const expected = isEmpty ? Number.NaN : x.reduce((sum, value, d) => sum + value * y[d]!, 0);
          const cosine = few.of(a, b);
          expect(many.of(b, a)).toBe(cosine);
          expect(Number.isNaN(cosine)).toBe(isEmpty);
          expect(Math.abs(cosine - expected) > 1e-12).toBe(false);
        }
      }),
    );
  });
});
