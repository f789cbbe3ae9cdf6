import { describe, expect, it } from "vitest";
import { AdjacencyIndex } from "./adjacency-index.js";
import { mix32 } from "@interlude/core-numerics";
import { numberedMbid } from "../testing/numbered-mbid.js";
import { generatedGraph } from "../testing/generated-graph.js";

/** Two chunks a size of list and a page a column may stand empty: about this much, however small the graph. */
const AT_REST = 2_500_000;

describe("memory of the graph", () => {
  it("is at most 40 bytes an edge and 64 an artist on a heavy-tailed graph", () => {
    const [artists, edges] = [100_000, 200_000];
    const graph = generatedGraph({ artists, edges, seed: 1 });
    expect(graph.edgeCount).toBe(edges);
    expect(graph.artistCount).toBe(artists);
    const degrees = Array.from({ length: artists }, (_, artist) => graph.degree(artist));
    expect(Math.max(...degrees)).toBeGreaterThan(50 * ((2 * edges) / artists));
    expect(graph.memoryBytes()).toBeLessThanOrEqual(40 * edges + 64 * artists);
  });

  it("stays within twice the entries of a list, whatever was inserted and removed before", () => {
    const artists = 3_000;
    const graph = new AdjacencyIndex();
    for (let n = 0; n < artists; n += 1) graph.intern(numberedMbid(n));
    const empty = graph.memoryBytes();
    let drawn = 0;
    const random = (below: number): number => mix32((drawn += 1)) % below;
    const check = (): void => {
      const entries = 2 * graph.edgeCount;
      expect(graph.memoryBytes() - empty).toBeLessThanOrEqual(12 * 2 * entries + 4 * artists + AT_REST);
    };
    for (let round = 0; round < 6; round += 1) {
      // Lists of another typical length each round, thinned out at random and now and then from one end.
      const spread = 2 ** (round + 5);
      for (let n = 0; n < 40_000; n += 1) {
        const a = random(artists);
        const b = (a + 1 + random(Math.min(spread, artists - 1))) % artists;
        graph.setEdge(a, b, 1, 1);
      }
      check();
      for (let a = 0; a < artists; a += 1) {
        for (const b of graph.neighboursOf(a))
          if (round % 2 === 0 ? random(10) > 0 : b > 50) graph.removeEdge(a, b);
        if (a % 500 === 0) check();
      }
      check();
    }
    for (let a = 0; a < artists; a += 1) graph.removeArtist(a);
    expect(graph.edgeCount).toBe(0);
    expect(graph.memoryBytes() - empty).toBeLessThanOrEqual(AT_REST);
  });
});
