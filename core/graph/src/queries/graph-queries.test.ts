import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { egoNetwork } from "./ego-network.js";
import { Embedding } from "../embedding/embedding.js";
import { nearestArtists } from "./nearest-artists.js";
import { numberedMbid } from "../testing/numbered-mbid.js";
import { type PathStep, shortestPath } from "./shortest-path.js";
import { generatedGraph } from "../testing/generated-graph.js";
import { randomGraphs } from "../testing/random-graphs.js";
import "../testing/report-properties.js";

function artistsOf(graph: AdjacencyIndex): number[] {
  return Array.from({ length: graph.artistCount }, (_, artist) => artist);
}

/** All shortest paths by trying everything, as lists of artists. */
function allShortestPaths(graph: AdjacencyIndex, from: number, to: number): number[][] {
  let paths = [[from]];
  const seen = new Set([from]);
  while (paths.length > 0) {
    const done = paths.filter((path) => path.at(-1) === to);
    if (done.length > 0) return done;
    paths = paths.flatMap((path) =>
      [...graph.neighboursOf(path.at(-1)!)].filter((next) => !seen.has(next)).map((next) => [...path, next]),
    );
    for (const path of paths) seen.add(path.at(-1)!);
  }
  return [];
}

function artistsAlong(from: number, steps: readonly PathStep[]): number[] {
  return [from, ...steps.map((step) => step.to)];
}

describe("shortestPath", () => {
  it("is the first of all shortest paths in the order of MBIDs, with the first recording of each step", () => {
    fc.assert(
      fc.property(randomGraphs, fc.nat(), fc.nat(), (graph, x, y) => {
        const [from, to] = [x % graph.artistCount, y % graph.artistCount];
        const names = (path: number[]): string => path.map((id) => graph.mbids.mbidOf(id)).join();
        const paths = allShortestPaths(graph, from, to).sort((p, q) => (names(p) < names(q) ? -1 : 1));
        const found = shortestPath(graph, from, to);
        expect(found && artistsAlong(from, found)).toEqual(paths[0] ?? null);
        for (const step of found ?? []) {
          expect(step.weight).toBe(graph.weight(step.from, step.to));
          expect(step.firstRecording).toBe(graph.firstRecording(step.from, step.to));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("gives up after the given number of vertices, and rejects unknown artists", () => {
    const graph = generatedGraph({ artists: 500, edges: 700, seed: 2 });
    expect(() => shortestPath(graph, 0, 499, 1)).toThrow(
      expect.objectContaining({ code: "GRAPH_SEARCH_TOO_WIDE" }),
    );
    expect(() => shortestPath(graph, 0, 500)).toThrow(
      expect.objectContaining({ code: "GRAPH_UNKNOWN_ARTIST" }),
    );
  });
});

describe("egoNetwork", () => {
  it("has the heaviest of each ring, in a stable order, and every edge between them", () => {
    const graph = new AdjacencyIndex();
    for (let n = 0; n < 9; n += 1) graph.intern(numberedMbid(8 - n));
    const id = (n: number): number => graph.mbids.find(numberedMbid(n));
    for (const [a, b, weight] of [
      [0, 1, 3],
      [0, 2, 3],
      [0, 3, 9],
      [0, 4, 1],
      [1, 2, 1],
      [1, 5, 2],
      [2, 5, 2],
      [3, 6, 3],
      [3, 7, 4],
      [4, 8, 100],
    ] as const) {
      graph.setEdge(id(a), id(b), weight, a * 10 + b);
    }
    const network = egoNetwork(graph, id(0), { first: 3, second: 2 });
    const numbers = network.artists.map(({ artist, ring }) => [8 - artist, ring]);
    // 5 and 7 have four recordings each with those shown; 5 comes first by MBID. 8 is adjacent to 4 only, which is not shown.
    expect(numbers).toEqual([
      [0, 0],
      [3, 1],
      [1, 1],
      [2, 1],
      [5, 2],
      [7, 2],
    ]);
    expect([network.firstTotal, network.secondTotal]).toEqual([4, 3]);
    const edges = network.edges.map(({ a, b, firstRecording }) => [8 - a, 8 - b, firstRecording]);
    expect(edges).toEqual([
      [0, 3, 3],
      [0, 1, 1],
      [0, 2, 2],
      [3, 7, 37],
      [1, 2, 12],
      [1, 5, 15],
      [2, 5, 25],
    ]);
    expect(egoNetwork(graph, id(0), { first: 9, second: 0 }).artists).toHaveLength(5);
  });

  it("does not depend on the order in which artists were seen", () => {
    fc.assert(
      fc.property(
        randomGraphs,
        fc.nat(),
        fc.nat({ max: 6 }),
        fc.nat({ max: 6 }),
        (graph, x, first, second) => {
          const twin = new AdjacencyIndex();
          const last = graph.artistCount - 1;
          for (let id = last; id >= 0; id -= 1) twin.intern(graph.mbids.mbidOf(id));
          graph.forEachEdge((a, b, weight, recording) => twin.setEdge(last - a, last - b, weight, recording));
          const artist = x % graph.artistCount;
          const network = egoNetwork(graph, artist, { first, second });
          const other = egoNetwork(twin, last - artist, { first, second });
          expect(other.artists.map((each) => ({ ...each, artist: last - each.artist }))).toEqual(
            network.artists,
          );
          expect(other.edges.map((each) => ({ ...each, a: last - each.a, b: last - each.b }))).toEqual(
            network.edges,
          );
        },
      ),
    );
  });
});

describe("nearestArtists", () => {
  it("are those of the largest cosines, ties in the order asked for", () => {
    fc.assert(
      fc.property(randomGraphs, fc.nat(), fc.nat({ max: 8 }), (graph, x, count) => {
        const embedding = new Embedding(graph);
        const artist = x % graph.artistCount;
        const vector = embedding.read(artist);
        const compare = (a: number, b: number): number => graph.mbids.compare(a, b);
        const cosine = (other: number): number =>
          embedding.read(other).reduce((sum, value, d) => sum + value * vector[d]!, 0);
        const expected = artistsOf(graph)
          .filter((other) => other !== artist && graph.degree(other) > 0)
          .map((other) => ({ artist: other, cosine: cosine(other) }))
          .sort((a, b) => b.cosine - a.cosine || compare(a.artist, b.artist))
          .slice(0, count);
        const options = { count, compare, skip: (other: number) => other === artist };
        expect(nearestArtists(embedding.share(), vector, options)).toEqual(expected);
      }),
    );
  });

  it("read rows that are shared memory", () => {
    const rows = new Embedding(generatedGraph({ artists: 50, edges: 60, seed: 1 })).share();
    for (const chunk of [...rows.sums, ...rows.seeds]) expect(chunk.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});
