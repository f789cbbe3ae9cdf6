import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import type { Int32Column } from "../adjacency/int32-column.js";

/**
 * Finds the vertices that rise from core number k to k + 1 after an edge was inserted: the traversal algorithm of
 * Sarıyüce et al. (VLDB 2013).
 */
export class SubcoreTraversal {
  /**
   * Candidate degrees of vertices of core number k: neighbours of a higher core number, or that may rise too. Negative
   * before the visit if neighbours were evicted first.
   */
  readonly #candidateDegrees = new Map<number, number>();
  readonly #visited = new Set<number>();
  readonly #evicted = new Set<number>();
  /** Memo of {@link #mayRise}. */
  readonly #mayRiseMemo = new Map<number, boolean>();

  constructor(
    private readonly adjacency: AdjacencyIndex,
    private readonly cores: Int32Column,
    private readonly k: number,
  ) {}

  from(root: number): number[] {
    const stack: number[] = [];
    const visit = (vertex: number): void => {
      this.#visited.add(vertex);
      const evictedNeighbours = this.#candidateDegrees.get(vertex) ?? 0;
      this.#candidateDegrees.set(vertex, evictedNeighbours + this.#pureCoreDegree(vertex));
      stack.push(vertex);
    };
    visit(root);
    while (stack.length > 0) {
      const vertex = stack.pop()!;
      if (this.#evicted.has(vertex)) continue;
      if (this.#candidateDegrees.get(vertex)! <= this.k) {
        this.#evict(vertex);
        continue;
      }
      this.adjacency.forEachNeighbour(vertex, (neighbour) => {
        if (this.#visited.has(neighbour) || this.cores.get(neighbour) !== this.k) return;
        if (this.#mayRise(neighbour)) visit(neighbour);
      });
    }
    return [...this.#visited].filter((vertex) => !this.#evicted.has(vertex));
  }

  /** Evicts a vertex, and recursively every visited vertex whose candidate degree falls to k. */
  #evict(first: number): void {
    this.#evicted.add(first);
    const queue = [first];
    for (let i = 0; i < queue.length; i += 1) {
      this.adjacency.forEachNeighbour(queue[i]!, (neighbour) => {
        if (this.cores.get(neighbour) !== this.k) return;
        const degree = (this.#candidateDegrees.get(neighbour) ?? 0) - 1;
        this.#candidateDegrees.set(neighbour, degree);
        if (degree > this.k || !this.#visited.has(neighbour) || this.#evicted.has(neighbour)) return;
        this.#evicted.add(neighbour);
        queue.push(neighbour);
      });
    }
  }

  /** Neighbours of a higher core number, and those of core number k that may rise. */
  #pureCoreDegree(vertex: number): number {
    let degree = 0;
    this.adjacency.forEachNeighbour(vertex, (neighbour) => {
      const core = this.cores.get(neighbour);
      if (core > this.k || (core === this.k && this.#mayRise(neighbour))) degree += 1;
    });
    return degree;
  }

  /** Whether a vertex of core number k has a max-core degree above k, without which it cannot rise. */
  #mayRise(vertex: number): boolean {
    let known = this.#mayRiseMemo.get(vertex);
    if (known === undefined) {
      known = maxCoreDegree(this.adjacency, this.cores, vertex, this.k) > this.k;
      this.#mayRiseMemo.set(vertex, known);
    }
    return known;
  }
}

/** Number of neighbours of core number k or higher. */
export function maxCoreDegree(
  adjacency: AdjacencyIndex,
  cores: Int32Column,
  vertex: number,
  k: number,
): number {
  let degree = 0;
  adjacency.forEachNeighbour(vertex, (neighbour) => {
    if (cores.get(neighbour) >= k) degree += 1;
  });
  return degree;
}
