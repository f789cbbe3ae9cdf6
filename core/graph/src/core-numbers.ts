import type { AdjacencyIndex } from "./adjacency-index.js";
import { coreDecomposition } from "./core-decomposition.js";
import { Int32Column } from "./int32-column.js";

/**
 * Core numbers, kept while edges come and go.
 *
 * One edge moves core numbers by one at most, and only of artists whose number is the smaller of the two ends' and
 * who are connected to them through such artists. Those who can move are searched from the ends, pruned by how many
 * neighbours could move along: the traversal algorithm of Sarıyüce et al. (VLDB 2013). That is a few artists a
 * change, where computing all anew costs the whole graph; `interlude bench graph` measures both.
 *
 * The owner calls `edgeInserted` and `edgeRemoved` right after each change of the adjacency.
 */
export class CoreNumbers {
  private readonly cores: Int32Column;

  /** @param cores core numbers of just this adjacency, if they are there already */
  constructor(
    private readonly adjacency: AdjacencyIndex,
    cores: Int32Array = coreDecomposition(adjacency),
  ) {
    this.cores = Int32Column.of(cores);
  }

  memoryBytes(): number {
    return this.cores.byteLength;
  }

  of(artist: number): number {
    this.cores.ensure(this.adjacency.artistCount);
    return this.cores.get(artist);
  }

  /** Takes in an edge that was just inserted; returns the artists whose number rose by one. */
  edgeInserted(a: number, b: number): number[] {
    const { cores } = this;
    cores.ensure(this.adjacency.artistCount);
    const level = Math.min(cores.get(a), cores.get(b));
    const root = cores.get(a) === level ? a : b;
    const search = new RiseSearch(this.adjacency, cores, level);
    const risen = search.from(root);
    for (const artist of risen) cores.add(artist, 1);
    return risen;
  }

  /** Takes in an edge that was just removed; returns the artists whose number fell by one. */
  edgeRemoved(a: number, b: number): number[] {
    const { adjacency, cores } = this;
    const level = Math.min(cores.get(a), cores.get(b));
    /** Neighbours at the level or above, of those at the level who were looked at. */
    const support = new Map<number, number>();
    const falling: number[] = [];
    const lose = (artist: number, lost: number): void => {
      const before = support.get(artist);
      const left = before === undefined ? countAtLeast(adjacency, cores, artist, level) : before - lost;
      support.set(artist, left);
      // Once, when it falls below; not again each time it falls further.
      if (left < level && (before === undefined || before >= level)) falling.push(artist);
    };
    for (const end of [a, b]) if (cores.get(end) === level) lose(end, 0);
    for (let i = 0; i < falling.length; i += 1) {
      const artist = falling[i]!;
      cores.set(artist, level - 1);
      adjacency.forEachNeighbour(artist, (neighbour) => {
        if (cores.get(neighbour) === level) lose(neighbour, 1);
      });
    }
    return falling;
  }
}

/** Finds who rises above a level after an edge was inserted. */
class RiseSearch {
  /** Of artists at the level: neighbours who are above it or could rise along. Below zero before their visit. */
  private readonly candidates = new Map<number, number>();
  private readonly visited = new Set<number>();
  private readonly evicted = new Set<number>();
  /** Memo of {@link mayRise}. */
  private readonly hopeful = new Map<number, boolean>();

  constructor(
    private readonly adjacency: AdjacencyIndex,
    private readonly cores: Int32Column,
    private readonly level: number,
  ) {}

  from(root: number): number[] {
    const stack: number[] = [];
    const visit = (artist: number): void => {
      this.visited.add(artist);
      this.candidates.set(artist, (this.candidates.get(artist) ?? 0) + this.countHopeful(artist));
      stack.push(artist);
    };
    visit(root);
    while (stack.length > 0) {
      const artist = stack.pop()!;
      if (this.evicted.has(artist)) continue;
      if (this.candidates.get(artist)! <= this.level) {
        this.evict(artist);
        continue;
      }
      this.adjacency.forEachNeighbour(artist, (neighbour) => {
        if (this.visited.has(neighbour) || this.cores.get(neighbour) !== this.level) return;
        if (this.mayRise(neighbour)) visit(neighbour);
      });
    }
    return [...this.visited].filter((artist) => !this.evicted.has(artist));
  }

  /** Takes an artist out, and whoever does not have enough neighbours left then. */
  private evict(first: number): void {
    this.evicted.add(first);
    const queue = [first];
    for (let i = 0; i < queue.length; i += 1) {
      this.adjacency.forEachNeighbour(queue[i]!, (neighbour) => {
        if (this.cores.get(neighbour) !== this.level) return;
        const left = (this.candidates.get(neighbour) ?? 0) - 1;
        this.candidates.set(neighbour, left);
        if (left > this.level || !this.visited.has(neighbour) || this.evicted.has(neighbour)) return;
        this.evicted.add(neighbour);
        queue.push(neighbour);
      });
    }
  }

  private countHopeful(artist: number): number {
    let count = 0;
    this.adjacency.forEachNeighbour(artist, (neighbour) => {
      const core = this.cores.get(neighbour);
      if (core > this.level || (core === this.level && this.mayRise(neighbour))) count += 1;
    });
    return count;
  }

  /** Whether an artist at the level has more than `level` neighbours at the level or above. */
  private mayRise(artist: number): boolean {
    let known = this.hopeful.get(artist);
    if (known === undefined) {
      known = countAtLeast(this.adjacency, this.cores, artist, this.level) > this.level;
      this.hopeful.set(artist, known);
    }
    return known;
  }
}

function countAtLeast(adjacency: AdjacencyIndex, cores: Int32Column, artist: number, level: number): number {
  let count = 0;
  adjacency.forEachNeighbour(artist, (neighbour) => {
    if (cores.get(neighbour) >= level) count += 1;
  });
  return count;
}
