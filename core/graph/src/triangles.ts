import type { AdjacencyIndex } from "./adjacency-index.js";
import { Int32Column } from "./int32-column.js";
import { SLICE_STEPS, type Sliced, atOnce } from "./slices.js";

/** From this ratio of degrees on, looking up the few among the many is faster than looking at all of these. */
const HUB_RATIO = 16;

/**
 * How many triangles each artist is in, and from it the local clustering coefficient (Watts & Strogatz 1998).
 *
 * An edge a–b closes one triangle with each common neighbour, so a change costs as much as finding these. A count is
 * at most the number of edges between the artist's neighbours, so 32 bits hold it.
 *
 * The owner calls `edgeInserted` and `edgeRemoved` right after each change of the adjacency.
 */
export class Triangles {
  private readonly counts: Int32Column;

  /** @param counts triangles of just this adjacency, if they are there already */
  constructor(
    private readonly adjacency: AdjacencyIndex,
    counts: Int32Array = atOnce(countTriangles(adjacency)),
  ) {
    this.counts = Int32Column.of(counts);
  }

  memoryBytes(): number {
    return this.counts.byteLength;
  }

  edgeInserted(a: number, b: number): void {
    this.change(a, b, 1);
  }

  edgeRemoved(a: number, b: number): void {
    this.change(a, b, -1);
  }

  /** Number of pairs of an artist's neighbours who collaborated with each other. */
  of(artist: number): number {
    this.counts.ensure(this.adjacency.artistCount);
    return this.counts.get(artist);
  }

  /** Share of the pairs of an artist's neighbours who collaborated, 0 … 1; 0 with fewer than two neighbours. */
  clustering(artist: number): number {
    const degree = this.adjacency.degree(artist);
    return degree < 2 ? 0 : this.of(artist) / ((degree * (degree - 1)) / 2);
  }

  private change(a: number, b: number, by: 1 | -1): void {
    const { counts } = this;
    counts.ensure(this.adjacency.artistCount);
    let common = 0;
    this.adjacency.forEachCommonNeighbour(a, b, (c) => {
      common += 1;
      counts.add(c, by);
    });
    counts.add(a, by * common);
    counts.add(b, by * common);
  }
}

/** How many triangles each artist is in. Each is seen from its artist with the smallest id: a < b < c. */
export function* countTriangles(adjacency: AdjacencyIndex): Sliced<Int32Array> {
  const counts = new Int32Array(adjacency.artistCount);
  /** By artist: the last one whose neighbour it was seen to be, and one more. */
  const seen = new Int32Array(adjacency.artistCount);
  let steps = 0;
  for (let a = 0; a < counts.length; a += 1) {
    const degree = adjacency.degree(a);
    const block = adjacency.listBlock(a);
    const start = adjacency.listStart(a);
    for (let i = start; i < start + degree; i += 1) seen[block[i]!] = a + 1;
    for (let i = start + degree - 1; i >= start && block[i]! > a; i -= 1) {
      const b = block[i]!;
      if (adjacency.degree(b) > HUB_RATIO * degree) {
        adjacency.forEachCommonNeighbour(a, b, (c) => {
          if (c > b) note(counts, a, b, c);
        });
        steps += degree;
        continue;
      }
      const others = adjacency.listBlock(b);
      const first = adjacency.listStart(b);
      let j = first + adjacency.degree(b) - 1;
      for (; j >= first && others[j]! > b; j -= 1)
        if (seen[others[j]!] === a + 1) note(counts, a, b, others[j]!);
      steps += first + adjacency.degree(b) - j;
    }
    steps += degree + 1;
    if (steps < SLICE_STEPS) continue;
    steps = 0;
    yield;
  }
  return counts;
}

function note(counts: Int32Array, a: number, b: number, c: number): void {
  counts[a]! += 1;
  counts[b]! += 1;
  counts[c]! += 1;
}
