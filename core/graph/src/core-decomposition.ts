import type { AdjacencyIndex } from "./adjacency-index.js";
import { SLICE_STEPS, type Sliced, atOnce } from "./slices.js";

/**
 * The core number of every artist: the largest k such that the artist is in a part of the graph in which everybody has
 * at least k neighbours. Batagelj & Zaveršnik (2003), O(artists + edges).
 */
export function coreDecomposition(adjacency: AdjacencyIndex): Int32Array {
  return atOnce(slicedCoreDecomposition(adjacency));
}

/** The same, in slices. */
export function* slicedCoreDecomposition(adjacency: AdjacencyIndex): Sliced<Int32Array> {
  const artists = adjacency.artistCount;
  const cores = new Int32Array(artists);
  let largest = 0;
  for (let artist = 0; artist < artists; artist += 1) {
    cores[artist] = adjacency.degree(artist);
    largest = Math.max(largest, cores[artist]!);
  }
  // Artists sorted by degree left; `starts[d]` is where those of degree d begin.
  const starts = new Int32Array(largest + 2);
  for (const degree of cores) starts[degree + 1]! += 1;
  for (let degree = 1; degree < starts.length; degree += 1) starts[degree]! += starts[degree - 1]!;
  const places = new Int32Array(artists);
  const sorted = new Int32Array(artists);
  const next = starts.slice();
  for (let artist = 0; artist < artists; artist += 1) {
    const place = next[cores[artist]!]!;
    next[cores[artist]!] = place + 1;
    places[artist] = place;
    sorted[place] = artist;
  }
  yield;
  let steps = 0;
  for (let i = 0; i < artists; i += 1) {
    const artist = sorted[i]!;
    const core = cores[artist]!;
    // Those before `i` are done, so degree `core` begins here at the earliest.
    starts[core] = Math.max(starts[core]!, i);
    const block = adjacency.listBlock(artist);
    const start = adjacency.listStart(artist);
    for (let j = start; j < start + adjacency.degree(artist); j += 1) {
      const neighbour = block[j]!;
      const degree = cores[neighbour]!;
      if (degree <= core) continue;
      // One degree less: swap with the first of its degree, and let that degree begin one later.
      const first = Math.max(starts[degree]!, i + 1);
      const other = sorted[first]!;
      sorted[places[neighbour]!] = other;
      places[other] = places[neighbour]!;
      sorted[first] = neighbour;
      places[neighbour] = first;
      starts[degree] = first + 1;
      cores[neighbour] = degree - 1;
    }
    steps += 1 + adjacency.degree(artist);
    if (steps < SLICE_STEPS) continue;
    steps = 0;
    yield;
  }
  return cores;
}
