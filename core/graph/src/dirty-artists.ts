import type { AdjacencyIndex } from "./adjacency/adjacency-index.js";

/**
 * The artists whose pairs must be scored again after edges were inserted or removed, in ascending order of id: the
 * endpoints of those edges and their neighbours. Every pair whose link features (common neighbours, Adamic–Adar,
 * preferential attachment) or status (known, candidate, neither) changed has at least one end among them. They
 * are also exactly the artists whose embedding can have changed.
 *
 * Why: inserting or removing a–b changes the status of (a, b); the common neighbours of either endpoint with the
 * other's neighbours, and the preferential attachment of every pair of either endpoint (all have that end); and, since
 * the degree of an endpoint changed, the Adamic–Adar of every two of its neighbours. Hence {a, b} ∪ N(a) ∪ N(b). Over
 * several changes it is enough to ask at the end: a neighbour that an endpoint had in between and has no longer is an
 * endpoint of the removal. The features do not use weights, so a changed weight makes no artist dirty; a changed first
 * recording, from which the time since an artist's last link is taken, makes the two endpoints dirty only.
 *
 * @param ends endpoints of all inserted and removed edges, in any order, repeated or not
 * @param firstRecordingEnds endpoints of all edges whose first recording changed
 */
export function dirtyArtists(
  adjacency: AdjacencyIndex,
  ends: Iterable<number>,
  firstRecordingEnds: Iterable<number> = [],
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
  for (const end of firstRecordingEnds) mark(end);
  return Int32Array.from(dirty).sort();
}
