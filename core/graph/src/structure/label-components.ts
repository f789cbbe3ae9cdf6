import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { type CooperativeTask, SLICE_STEPS } from "../cooperative-task.js";

/**
 * Labels each vertex with the smallest id in its component, by a disjoint-set forest (B. Galler, M. Fisher: An improved
 * equivalence algorithm, 1964).
 */
export function* labelComponents(adjacency: AdjacencyIndex): CooperativeTask<Int32Array> {
  const parents = Int32Array.from({ length: adjacency.artistCount }, (_, artist) => artist);
  let steps = 0;
  for (let artist = 0; artist < parents.length; artist += 1) {
    const degree = adjacency.degree(artist);
    const block = adjacency.listBlock(artist);
    const start = adjacency.listStart(artist);
    for (let i = start; i < start + degree && block[i]! < artist; i += 1) {
      const [one, other] = [rootOf(parents, artist), rootOf(parents, block[i]!)];
      // The smaller becomes the root, so a parent's id is never larger than its child's.
      parents[Math.max(one, other)] = Math.min(one, other);
    }
    steps += degree + 1;
    if (steps < SLICE_STEPS) continue;
    steps = 0;
    yield;
  }
  for (let artist = 0; artist < parents.length; artist += 1) parents[artist] = parents[parents[artist]!]!;
  return parents;
}

/** The root of an artist's tree, with path halving. */
function rootOf(parents: Int32Array, artist: number): number {
  let at = artist;
  while (parents[at] !== at) {
    parents[at] = parents[parents[at]!]!;
    at = parents[at]!;
  }
  return at;
}
