import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { Components } from "./components.js";
import { coreDecomposition } from "./core-decomposition.js";
import { CoreNumbers } from "./core-numbers.js";
import { numberedMbid } from "../testing/numbered-mbid.js";
import { generatedGraph } from "../testing/generated-graph.js";
import { applyEdit, dozenArtists, edgeEdits } from "../testing/random-edits.js";
import { randomGraphs } from "../testing/random-graphs.js";
import { Triangles } from "./triangles.js";
import "../testing/report-properties.js";

function artistsOf(graph: AdjacencyIndex): number[] {
  return Array.from({ length: graph.artistCount }, (_, artist) => artist);
}

/** Adjacent pairs of neighbours. */
function trianglesByDefinition(graph: AdjacencyIndex, artist: number): number {
  const neighbours = [...graph.neighboursOf(artist)];
  return neighbours.flatMap((a, i) => neighbours.slice(i + 1).filter((b) => graph.hasEdge(a, b))).length;
}

/** Core numbers by definition: for each k, vertices of degree < k are removed until none is left. */
function coresByDefinition(graph: AdjacencyIndex): number[] {
  const cores = artistsOf(graph).map(() => 0);
  for (let k = 1; k < graph.artistCount; k += 1) {
    let left = new Set(artistsOf(graph));
    for (let before = -1; before !== left.size;) {
      before = left.size;
      const strong = (artist: number): boolean =>
        [...graph.neighboursOf(artist)].filter((other) => left.has(other)).length >= k;
      left = new Set([...left].filter(strong));
    }
    for (const artist of left) cores[artist] = k;
  }
  return cores;
}

/** By artist: the artist with the smallest MBID that is reachable from it. */
function componentsByDefinition(graph: AdjacencyIndex): { least: number; size: number }[] {
  return artistsOf(graph).map((start) => {
    const reached = new Set([start]);
    for (const artist of reached) for (const other of graph.neighboursOf(artist)) reached.add(other);
    const sorted = [...reached].sort((a, b) => graph.mbids.compare(a, b));
    return { least: sorted[0]!, size: reached.size };
  });
}

function componentsIn(components: Components, graph: AdjacencyIndex): { least: number; size: number }[] {
  return artistsOf(graph).map((artist) => ({
    least: components.of(artist),
    size: components.sizeOf(artist),
  }));
}

describe("structure of a graph", () => {
  it("is what its definitions say, computed as a whole", () => {
    fc.assert(
      fc.property(randomGraphs, (graph) => {
        const triangles = new Triangles(graph);
        for (const artist of artistsOf(graph)) {
          const count = trianglesByDefinition(graph, artist);
          expect(triangles.of(artist)).toBe(count);
          const degree = graph.degree(artist);
          const pairs = (degree * (degree - 1)) / 2;
          expect(triangles.clustering(artist)).toBe(pairs === 0 ? 0 : count / pairs);
        }
        expect([...coreDecomposition(graph)]).toEqual(coresByDefinition(graph));
        expect(componentsIn(new Components(graph), graph)).toEqual(componentsByDefinition(graph));
      }),
    );
  });

  it("is the same kept up to date as computed anew, after each of any sequence of edits", () => {
    fc.assert(
      fc.property(edgeEdits, (edits) => {
        const graph = dozenArtists();
        const triangles = new Triangles(graph);
        const cores = new CoreNumbers(graph);
        const components = new Components(graph);
        for (const edit of edits) {
          const change = applyEdit(graph, edit);
          const before = artistsOf(graph).map((artist) => cores.of(artist));
          let moved: number[] = [];
          if (change === "inserted") {
            triangles.edgeInserted(edit.a, edit.b);
            components.edgeInserted(edit.a, edit.b);
            moved = cores.edgeInserted(edit.a, edit.b);
          }
          if (change === "removed") {
            triangles.edgeRemoved(edit.a, edit.b);
            components.edgeRemoved(edit.a, edit.b);
            moved = cores.edgeRemoved(edit.a, edit.b);
          }
          const expected = [...coreDecomposition(graph)];
          expect(artistsOf(graph).map((artist) => cores.of(artist))).toEqual(expected);
          expect(moved.sort((x, y) => x - y)).toEqual(
            artistsOf(graph).filter((artist) => before[artist] !== expected[artist]),
          );
          for (const artist of artistsOf(graph)) {
            expect(triangles.of(artist)).toBe(trianglesByDefinition(graph, artist));
          }
          expect(componentsIn(components, graph)).toEqual(componentsByDefinition(graph));
        }
      }),
      { numRuns: 150 },
    );
  });

  it("is kept up to date on a graph of thousands with hubs", () => {
    const graph = generatedGraph({ artists: 3_000, edges: 7_000, seed: 5 });
    const edges: [number, number][] = [];
    graph.forEachEdge((a, b) => edges.push([a, b]));
    const kept = {
      cores: new CoreNumbers(graph),
      triangles: new Triangles(graph),
      components: new Components(graph),
    };
    const check = (): void => {
      const [triangles, components] = [new Triangles(graph), new Components(graph)];
      const cores = coreDecomposition(graph);
      for (const artist of artistsOf(graph)) {
        expect(kept.cores.of(artist)).toBe(cores[artist]);
        expect(kept.triangles.of(artist)).toBe(triangles.of(artist));
        expect(kept.components.of(artist)).toBe(components.of(artist));
        expect(kept.components.sizeOf(artist)).toBe(components.sizeOf(artist));
      }
    };
    check();
    const gone = edges.filter((_, i) => i % 3 !== 1);
    for (const [a, b] of gone) {
      graph.removeEdge(a, b);
      for (const part of Object.values(kept)) part.edgeRemoved(a, b);
    }
    check();
    for (const [a, b] of gone) {
      graph.setEdge(a, b, 1, 1);
      for (const part of Object.values(kept)) part.edgeInserted(a, b);
    }
    check();
  });

  it("has artists that are interned later", () => {
    const graph = dozenArtists();
    const kept = {
      cores: new CoreNumbers(graph),
      triangles: new Triangles(graph),
      components: new Components(graph),
    };
    const late = graph.intern(numberedMbid(5_000));
    expect(kept.components.sizeOf(late)).toBe(1);
    graph.setEdge(0, late, 1, 1);
    for (const part of Object.values(kept)) part.edgeInserted(0, late);
    expect([kept.cores.of(late), kept.triangles.of(late), kept.components.of(late)]).toEqual([1, 0, 0]);
  });
});
