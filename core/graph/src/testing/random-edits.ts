import * as fc from "fast-check";
import { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import type { EdgeChange } from "../adjacency/sorted-lists.js";
import { numberedMbid } from "./numbered-mbid.js";

/** For property tests: one edge set or removed between two of a dozen artists. */
export interface EdgeEdit {
  readonly a: number;
  readonly b: number;
  /** 0 removes the edge. */
  readonly weight: number;
}

const ARTISTS = 12;
const artist = fc.nat({ max: ARTISTS - 1 });

/** Sequences of edits over a dozen artists: dense enough that neighbourhoods overlap. */
export const edgeEdits = fc.array(
  fc.record({ a: artist, b: artist, weight: fc.nat({ max: 2 }) }).filter((edit) => edit.a !== edit.b),
  { minLength: 1, maxLength: 80 },
);

/** A graph of a dozen artists without edges. */
export function dozenArtists(): AdjacencyIndex {
  const graph = new AdjacencyIndex();
  for (let n = 0; n < ARTISTS; n += 1) graph.intern(numberedMbid(n));
  return graph;
}

/** Applies one edit and returns its effect. */
export function applyEdit(graph: AdjacencyIndex, edit: EdgeEdit): EdgeChange | "removed" {
  if (edit.weight > 0) return graph.setEdge(edit.a, edit.b, edit.weight, 1);
  return graph.removeEdge(edit.a, edit.b) ? "removed" : "unchanged";
}
