import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { Int32Column } from "../adjacency/int32-column.js";
import { SLICE_STEPS, type CooperativeTask, runToCompletion } from "../cooperative-task.js";

/** From this ratio of degrees on, binary search in the longer list is faster than scanning it. */
const HUB_RATIO = 16;

/**
 * The number of triangles at each vertex, and from it the local clustering coefficient (Watts & Strogatz 1998).
 *
 * An edge a–b closes one triangle with each common neighbour, so a change costs as much as finding these. A count is
 * the number of edges between a vertex's neighbours, so it fits 32 bits.
 *
 * The owner calls `edgeInserted` and `edgeRemoved` right after each change of the adjacency.
 */
export class Triangles {
  readonly #counts: Int32Column;

  /** @param counts triangles of this adjacency as it is now; counted if omitted */
  constructor(
    private readonly adjacency: AdjacencyIndex,
    counts: Int32Array = runToCompletion(countTriangles(adjacency)),
  ) {
    this.#counts = Int32Column.of(counts);
  }

  memoryBytes(): number {
    return this.#counts.byteLength;
  }

  edgeInserted(a: number, b: number): void {
    this.#change(a, b, 1);
  }

  edgeRemoved(a: number, b: number): void {
    this.#change(a, b, -1);
  }

  /** Number of edges between the neighbours of a vertex. */
  of(artist: number): number {
    this.#counts.ensure(this.adjacency.artistCount);
    return this.#counts.get(artist);
  }

  /** Local clustering coefficient, 0 … 1: the share of pairs of neighbours that are adjacent; 0 for degree < 2. */
  clustering(artist: number): number {
    const degree = this.adjacency.degree(artist);
    return degree < 2 ? 0 : this.of(artist) / ((degree * (degree - 1)) / 2);
  }

  #change(a: number, b: number, by: 1 | -1): void {
    const counts = this.#counts;
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

/** Counts the triangles at each vertex. Each is enumerated once, from its vertex with the smallest id: a < b < c. */
export function* countTriangles(adjacency: AdjacencyIndex): CooperativeTask<Int32Array> {
  const counts = new Int32Array(adjacency.artistCount);
  /** By vertex: 1 + the last `a` whose neighbour it is. */
  const marks = new Int32Array(adjacency.artistCount);
  let steps = 0;
  for (let a = 0; a < counts.length; a += 1) {
    const degree = adjacency.degree(a);
    const block = adjacency.listBlock(a);
    const start = adjacency.listStart(a);
    for (let i = start; i < start + degree; i += 1) marks[block[i]!] = a + 1;
    for (let i = start + degree - 1; i >= start && block[i]! > a; i -= 1) {
      const b = block[i]!;
      if (adjacency.degree(b) > HUB_RATIO * degree) {
        adjacency.forEachCommonNeighbour(a, b, (c) => {
          if (c > b) countTriangle(counts, a, b, c);
        });
        steps += degree;
        continue;
      }
      const others = adjacency.listBlock(b);
      const first = adjacency.listStart(b);
      let j = first + adjacency.degree(b) - 1;
      for (; j >= first && others[j]! > b; j -= 1)
        if (marks[others[j]!] === a + 1) countTriangle(counts, a, b, others[j]!);
      steps += first + adjacency.degree(b) - j;
    }
    steps += degree + 1;
    if (steps < SLICE_STEPS) continue;
    steps = 0;
    yield;
  }
  return counts;
}

function countTriangle(counts: Int32Array, a: number, b: number, c: number): void {
  counts[a]! += 1;
  counts[b]! += 1;
  counts[c]! += 1;
}
