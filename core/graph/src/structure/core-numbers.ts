import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { Int32Column } from "../adjacency/int32-column.js";
import { coreDecomposition } from "./core-decomposition.js";
import { SubcoreTraversal, maxCoreDegree } from "./subcore-traversal.js";

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
