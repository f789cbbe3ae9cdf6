import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AdjacencyIndex } from "./adjacency-index.js";
import { numberedMbid } from "../testing/numbered-mbid.js";
import "../testing/report-properties.js";

const ARTISTS = 12;

function emptyGraph(artists = ARTISTS): AdjacencyIndex {
  const graph = new AdjacencyIndex();
  for (let n = 0; n < artists; n += 1) graph.intern(numberedMbid(n));
  return graph;
}

type Edit =
  | { kind: "set"; a: number; b: number; weight: number; first: number }
  | { kind: "remove"; a: number; b: number }
  | { kind: "removeArtist"; a: number };

const artist = fc.nat({ max: ARTISTS - 1 });
const edits = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant("set" as const),
        a: artist,
        b: artist,
        weight: fc.integer({ min: 1, max: 3 }),
        first: fc.nat({ max: 5 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("remove" as const), a: artist, b: artist }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("removeArtist" as const), a: artist }) },
  ),
  { maxLength: 200 },
);

/** A model of the graph as a map of edges. */
class ModelGraph {
  readonly edges = new Map<string, { weight: number; first: number }>();

  apply(edit: Edit): void {
    if (edit.kind === "removeArtist") {
      for (const key of this.edges.keys()) {
        if (key.split(":").includes(String(edit.a))) this.edges.delete(key);
      }
    } else if (edit.a !== edit.b) {
      const key = [Math.min(edit.a, edit.b), Math.max(edit.a, edit.b)].join(":");
      if (edit.kind === "set") this.edges.set(key, { weight: edit.weight, first: edit.first });
      else this.edges.delete(key);
    }
  }

  neighbours(a: number): number[] {
    const found: number[] = [];
    for (let b = 0; b < ARTISTS; b += 1) {
      if (this.edges.has([Math.min(a, b), Math.max(a, b)].join(":"))) found.push(b);
    }
    return found;
  }
}

function apply(graph: AdjacencyIndex, edit: Edit): void {
  if (edit.kind === "removeArtist") graph.removeArtist(edit.a);
  else if (edit.a === edit.b) return;
  else if (edit.kind === "set") graph.setEdge(edit.a, edit.b, edit.weight, edit.first);
  else graph.removeEdge(edit.a, edit.b);
}

describe("AdjacencyIndex", () => {
  it("holds what a map of edges holds, after any sequence of edits", () => {
    fc.assert(
      fc.property(edits, (sequence) => {
        const graph = emptyGraph();
        const model = new ModelGraph();
        for (const edit of sequence) {
          apply(graph, edit);
          model.apply(edit);
        }
        const seen = new Map<string, { weight: number; first: number }>();
        graph.forEachEdge((a, b, weight, first) => seen.set(`${a}:${b}`, { weight, first }));
        expect(new Map([...seen].sort())).toEqual(new Map([...model.edges].sort()));
        expect(graph.edgeCount).toBe(model.edges.size);
        const connected = Array.from({ length: ARTISTS }, (_, a) => model.neighbours(a).length > 0);
        expect(graph.connectedArtistCount).toBe(connected.filter(Boolean).length);
        for (let a = 0; a < ARTISTS; a += 1) {
          expect([...graph.neighboursOf(a)]).toEqual(model.neighbours(a));
          for (let b = 0; b < ARTISTS; b += 1) {
            if (a === b) continue;
            const edge = model.edges.get([Math.min(a, b), Math.max(a, b)].join(":"));
            expect(graph.weight(a, b)).toBe(edge?.weight ?? 0);
            expect(graph.firstRecording(a, b)).toBe(edge?.first ?? -1);
            const shared = model.neighbours(a).filter((n) => model.neighbours(b).includes(n));
            expect(graph.commonNeighbours(a, b)).toEqual(shared);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("returns whether an edge was inserted, updated or left unchanged", () => {
    const graph = emptyGraph();
    expect(graph.setEdge(1, 2, 3, 40)).toBe("inserted");
    expect(graph.setEdge(2, 1, 3, 40)).toBe("unchanged");
    expect(graph.setEdge(1, 2, 4, 40)).toBe("updated");
    expect(graph.setEdge(1, 2, 4, 39)).toBe("updated");
    expect(graph.weight(2, 1)).toBe(4);
    expect(graph.removeEdge(1, 2)).toBe(true);
    expect(graph.removeEdge(1, 2)).toBe(false);
  });

  it("keeps a hub whose list outgrows a pool chunk, and gives its room back", () => {
    const size = 12_000;
    const graph = emptyGraph(size + 1);
    for (let n = size; n >= 1; n -= 1) graph.setEdge(0, n, n, n);
    expect(graph.degree(0)).toBe(size);
    let previous = 0;
    graph.forEachNeighbour(0, (neighbour, weight, first) => {
      expect(neighbour === previous + 1 && weight === neighbour && first === neighbour).toBe(true);
      previous = neighbour;
    });
    for (const n of [3, 5, 9]) graph.setEdge(size - 1, n, 1, 1);
    expect(graph.commonNeighbours(0, size - 1)).toEqual([3, 5, 9]);
    expect(graph.commonNeighbours(size - 1, 0)).toEqual([3, 5, 9]);
    graph.removeArtist(size - 1);
    graph.setEdge(0, size - 1, 1, 1);
    expect(graph.removeArtist(0)).toBe(size);
    expect(graph.edgeCount).toBe(0);
    expect(graph.degree(size)).toBe(0);
    graph.setEdge(0, size, 1, 1);
    expect([...graph.neighboursOf(0)]).toEqual([size]);
  });

  it.each([
    ["a self-loop", 1, 1, 1, 1, "GRAPH_SELF_LOOP"],
    ["weight zero", 1, 2, 0, 1, "GRAPH_INVALID_WEIGHT"],
    ["a negative weight", 1, 2, -1, 1, "GRAPH_INVALID_WEIGHT"],
    ["a weight that is not a number", 1, 2, Number.NaN, 1, "GRAPH_INVALID_WEIGHT"],
    ["half a recording", 1, 2, 0.5, 1, "GRAPH_INVALID_WEIGHT"],
    ["a weight beyond 32 bits", 1, 2, 2 ** 31, 1, "GRAPH_INVALID_WEIGHT"],
    ["no first recording", 1, 2, 1, Number.NaN, "GRAPH_INVALID_FIRST_RECORDING"],
    ["an artist that was not interned", 1, ARTISTS, 1, 1, "GRAPH_UNKNOWN_ARTIST"],
  ])("rejects %s and changes nothing", (_, a, b, weight, first, code) => {
    const graph = emptyGraph();
    graph.setEdge(1, 2, 7, 7);
    expect(() => graph.setEdge(a, b, weight, first)).toThrow(expect.objectContaining({ code }));
    expect(graph.edgeCount).toBe(1);
    expect(graph.weight(1, 2)).toBe(7);
  });
});
