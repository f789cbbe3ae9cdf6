import type { NeighbourLists } from "@interlude/core-graph";

/** Two different vertices, by number. */
export type Pair = readonly [number, number];

/** A graph of numbered vertices that does not change, in compressed sparse rows. */
export class UndirectedGraph implements NeighbourLists {
  readonly artistCount: number;
  readonly #offsets: Int32Array;
  readonly #neighbours: Int32Array;

  /** @param edges each once, in either order */
  constructor(vertices: number, edges: readonly Pair[]) {
    this.artistCount = vertices;
    const offsets = new Int32Array(vertices + 1);
    for (const [a, b] of edges) {
      offsets[a + 1]! += 1;
      offsets[b + 1]! += 1;
    }
    for (let v = 0; v < vertices; v += 1) offsets[v + 1]! += offsets[v]!;
    const next = offsets.slice();
    const neighbours = new Int32Array(2 * edges.length);
    for (const [a, b] of edges) {
      neighbours[next[a]!++] = b;
      neighbours[next[b]!++] = a;
    }
    for (let v = 0; v < vertices; v += 1) neighbours.subarray(offsets[v], offsets[v + 1]).sort();
    this.#offsets = offsets;
    this.#neighbours = neighbours;
  }

  /** Whether two vertices are neighbours: O(log degree). */
  isJoined([a, b]: Pair): boolean {
    const [few, many] = this.degree(a) <= this.degree(b) ? [a, b] : [b, a];
    let low = this.#offsets[few]!;
    let high = this.#offsets[few + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#neighbours[middle]! < many) low = middle + 1;
      else high = middle;
    }
    return low < this.#offsets[few + 1]! && this.#neighbours[low] === many;
  }

  degree(vertex: number): number {
    return this.#offsets[vertex + 1]! - this.#offsets[vertex]!;
  }

  listBlock(_vertex: number): Int32Array {
    return this.#neighbours;
  }

  listStart(vertex: number): number {
    return this.#offsets[vertex]!;
  }
}
