import type { AdjacencyIndex } from "./adjacency-index.js";

/**
 * The artists whose pairs to look at again after edges were inserted or removed, in ascending order of id: the
 * ends of those edges and their neighbours. Every pair whose link features (common neighbours, Adamic–Adar,
 * preferential attachment) or status (known, candidate, neither) changed has at least one end among them. They
 * are also exactly the artists whose embedding can have moved.
 *
 * Why: inserting or removing a–b changes the status of (a, b); the common neighbours of either end with the
 * other's neighbours, and the preferential attachment of every pair of either end (all have that end); and, since
 * the degree of an end moved, the Adamic–Adar of every two of its neighbours. Hence {a, b} ∪ N(a) ∪ N(b). Over
 * several changes it is enough to ask at the end: a neighbour that an end had in between and has no more is an end
 * of the removal. The features do not look at weights, so a changed weight makes nobody dirty; a changed first recording, which tells how
 * long an artist has been quiet, makes the two ends dirty and nobody else.
 *
 * @param ends ids of the ends of all inserted and removed edges, in any order, repeated or not
 * @param redated ids of the ends of all edges with another first recording
 */
export function dirtyArtists(
  adjacency: AdjacencyIndex,
  ends: Iterable<number>,
  redated: Iterable<number> = [],
): Int32Array {
  const marked = new Uint8Array(adjacency.artistCount);
  const dirty: number[] = [];
  const mark = (artist: number): void => {
    if (marked[artist] === 1) return;
    marked[artist] = 1;
    dirty.push(artist);
  };
  for (const end of ends) {
    mark(end);
    adjacency.forEachNeighbour(end, mark);
  }
  for (const end of redated) mark(end);
  return Int32Array.from(dirty).sort();
}
