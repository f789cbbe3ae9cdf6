import { CollaborationGraph } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import { afterEach, describe, expect, it } from "vitest";
import { NearestSearch } from "./nearest-search.js";

const search = new NearestSearch();
afterEach(() => search.onApplicationShutdown());

/** A path of artists: each adjacent to the one before and the one after. */
function path(artists: number): CollaborationGraph {
  const graph = new CollaborationGraph();
  for (let n = 1; n < artists; n += 1) graph.set(numberedMbid(n - 1), numberedMbid(n), 1, n);
  return graph;
}

describe("NearestSearch", () => {
  it("completes the requests that it has accepted, rejects more, and goes on afterwards", async () => {
    const graph = path(20);
    const results = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => search.find(graph, n, 3)));
    const rejected = results.filter((result) => result.status === "rejected");
    expect(rejected.map(({ reason }) => (reason as { code: string }).code)).toEqual(
      Array(4).fill("SEARCHES_FULL"),
    );
    const found = results.filter((result) => result.status === "fulfilled");
    expect(found.map(({ value }) => value.length)).toEqual(Array(8).fill(3));
    expect(await search.find(graph, 1, 3)).toEqual(found[1]!.value);
  });

  it("sees changes since the last search, new artists too", async () => {
    const graph = path(20);
    await search.find(graph, 0, 1);
    graph.set(numberedMbid(0), numberedMbid(20), 1, 1);
    graph.set(numberedMbid(20), numberedMbid(1), 1, 1);
    const nearest = await search.find(graph, 0, 100);
    expect(nearest).toHaveLength(20);
    const { artist, cosine } = nearest.find(
      (near) => near.artist === graph.adjacency.mbids.find(numberedMbid(20)),
    )!;
    const vector = graph.embeddingOf(0);
    expect(cosine).toBeCloseTo(
      graph.embeddingOf(artist).reduce((sum, x, d) => sum + x * vector[d]!, 0),
      6,
    );
  });

  it("finds none for an artist of degree 0", async () => {
    const graph = path(3);
    expect(await search.find(graph, graph.adjacency.intern(numberedMbid(9)), 5)).toEqual([]);
  });
});
