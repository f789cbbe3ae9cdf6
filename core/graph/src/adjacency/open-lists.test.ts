import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberedMbid } from "../testing/numbered-mbid.js";
import "../testing/report-properties.js";
import { AdjacencyIndex } from "./adjacency-index.js";
import { OpenLists } from "./open-lists.js";
import type { NeighbourLists } from "./shared-graph.js";

const ARTISTS = 40;
const artist = fc.nat({ max: ARTISTS - 1 });
const edits = fc.array(
  fc
    .record({ a: artist, b: artist, firstRecording: fc.nat({ max: 99 }), isRemoval: fc.boolean() })
    .filter(({ a, b }) => a !== b),
  { maxLength: 300 },
);

/** Everything that the lists of a graph say. */
function contents(
  lists: NeighbourLists,
  forEach: (artist: number, visit: (neighbour: number, firstRecording: number) => void) => void,
): unknown {
  return Array.from({ length: lists.artistCount }, (_, id) => {
    const start = lists.listStart(id);
    const links: [number, number][] = [];
    forEach(id, (neighbour, firstRecording) => links.push([neighbour, firstRecording]));
    return [Array.from(lists.listBlock(id).slice(start, start + lists.degree(id))), links];
  });
}

describe("lists that another thread opens", () => {
  it("are those of the graph, also after changes under the same layout", () => {
    fc.assert(
      fc.property(fc.array(edits, { minLength: 1, maxLength: 4 }), (rounds) => {
        const graph = new AdjacencyIndex();
        for (let n = 0; n < ARTISTS; n += 1) graph.intern(numberedMbid(n));
        // As it arrives in a worker thread: the same memory, other objects.
        let shared = structuredClone(graph.share());
        const opened = new OpenLists(shared);
        for (const round of rounds) {
          for (const { a, b, firstRecording, isRemoval } of round) {
            if (isRemoval) {
              graph.removeEdge(a, b);
              continue;
            }
            graph.setEdge(a, b, 1, firstRecording);
          }
          if (shared.layout !== graph.layout) {
            shared = structuredClone(graph.share());
            opened.open(shared);
          }
          expect(contents(opened, (id, visit) => opened.forEachFirstRecording(id, visit))).toEqual(
            contents(graph, (id, visit) =>
              graph.forEachNeighbour(id, (neighbour, _weight, first) => visit(neighbour, first)),
            ),
          );
        }
      }),
    );
  });
});
