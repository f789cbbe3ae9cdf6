import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { Int32Column } from "../adjacency/int32-column.js";
import { coreDecomposition } from "./core-decomposition.js";

/**
 * Core numbers, updated with every inserted and removed edge.
 *
 * A. E. Sarıyüce et al.: Streaming algorithms for k-core decomposition (VLDB 2013). With k the smaller core number of an
 * edge's endpoints, its insertion or removal changes core numbers by one at most, and only in the subcore: vertices of
 * core number k connected to an endpoint through such vertices. Insertion traverses it, pruned by max-core and pure-core
 * degrees. That visits a few vertices a change; a full decomposition costs the whole graph (`interlude bench graph`
 * measures both).
 *
 * The owner calls `edgeInserted` and `edgeRemoved` right after each change of the adjacency.
 */
export class CoreNumbers {
  readonly #cores: Int32Column;

  /** @param cores core numbers of this adjacency as it is now; computed if omitted */
  constructor(
    private readonly adjacency: AdjacencyIndex,
    cores: Int32Array = coreDecomposition(adjacency),
  ) {
    this.#cores = Int32Column.of(cores);
  }

  memoryBytes(): number {
    return this.#cores.byteLength;
  }

  of(vertex: number): number {
    this.#cores.ensure(this.adjacency.artistCount);
    return this.#cores.get(vertex);
  }

  /** Applies an edge that was just inserted; returns the vertices whose core number rose by one. */
  edgeInserted(a: number, b: number): number[] {
    const cores = this.#cores;
    cores.ensure(this.adjacency.artistCount);
    const k = Math.min(cores.get(a), cores.get(b));
    const root = cores.get(a) === k ? a : b;
    const risen = new SubcoreTraversal(this.adjacency, cores, k).from(root);
    for (const vertex of risen) cores.add(vertex, 1);
    return risen;
  }

  /** Applies an edge that was just removed; returns the vertices whose core number fell by one. */
  edgeRemoved(a: number, b: number): number[] {
    const { adjacency } = this;
    const cores = this.#cores;
    const k = Math.min(cores.get(a), cores.get(b));
    /** Max-core degrees of the visited vertices of core number k. */
    const degrees = new Map<number, number>();
    const falling: number[] = [];
    const decrease = (vertex: number, by: number): void => {
      const before = degrees.get(vertex);
      const degree = before === undefined ? maxCoreDegree(adjacency, cores, vertex, k) : before - by;
      degrees.set(vertex, degree);
      // Only when it first falls below k.
      if (degree < k && (before === undefined || before >= k)) falling.push(vertex);
    };
    for (const endpoint of [a, b]) if (cores.get(endpoint) === k) decrease(endpoint, 0);
    for (let i = 0; i < falling.length; i += 1) {
      const vertex = falling[i]!;
      cores.set(vertex, k - 1);
      adjacency.forEachNeighbour(vertex, (neighbour) => {
        if (cores.get(neighbour) === k) decrease(neighbour, 1);
      });
    }
    return falling;
  }
}

/** Finds the vertices that rise from core number k to k + 1 after an edge was inserted. */
class SubcoreTraversal {
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
function maxCoreDegree(adjacency: AdjacencyIndex, cores: Int32Column, vertex: number, k: number): number {
  let degree = 0;
  adjacency.forEachNeighbour(vertex, (neighbour) => {
    if (cores.get(neighbour) >= k) degree += 1;
  });
  return degree;
}
