import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { Int32Column } from "../adjacency/int32-column.js";
import { runToCompletion } from "../cooperative-task.js";
import { labelComponents } from "./label-components.js";

const NONE = -1;

/** The breadth-first search from one endpoint of a removed edge. */
interface Search {
  readonly queue: number[];
  readonly seen: Set<number>;
  /** Index in the queue of the next vertex to expand. */
  next: number;
  /** Adjacency entries scanned so far. */
  scanned: number;
}

/**
 * Connected components, updated with every inserted and removed edge. The representative of a component is its artist
 * with the smallest MBID, whatever the order of the edges.
 *
 * Every vertex has the label of its component. When an edge joins two components, the smaller one is traversed and
 * relabelled. When an edge is removed, two breadth-first searches alternate from its endpoints (S. Even, Y. Shiloach: An
 * on-line edge-deletion problem, 1981) until they meet or one is exhausted: what that one found is a component of its
 * own. Only if the representative is among it must all labels be scanned for a new one.
 *
 * The owner calls `edgeInserted` and `edgeRemoved` right after each change of the adjacency.
 */
export class Components {
  readonly #labels = new Int32Column(NONE);
  readonly #sizes = new Int32Column();
  /** By label: the representative. A linked list of the unused labels: by unused label, the next one. */
  readonly #least = new Int32Column();
  #unused = NONE;
  #rows = 0;

  /** @param labels as {@link labelComponents}, of this adjacency as it is now; computed if omitted */
  constructor(
    private readonly adjacency: AdjacencyIndex,
    labels: Int32Array = runToCompletion(labelComponents(adjacency)),
  ) {
    this.#rows = adjacency.artistCount;
    this.#ensureColumns();
    for (let artist = 0; artist < this.#rows; artist += 1) {
      const label = labels[artist]!;
      this.#labels.set(artist, label);
      if (label === artist) this.#begin(artist, [artist]);
      else {
        this.#sizes.add(label, 1);
        this.#least.set(label, this.#lesser(this.#least.get(label), artist));
      }
    }
    // Only now: the list of unused labels shares a column with the representatives.
    for (let artist = 0; artist < this.#rows; artist += 1)
      if (labels[artist] !== artist) this.#release(artist);
  }

  memoryBytes(): number {
    return this.#labels.byteLength + this.#sizes.byteLength + this.#least.byteLength;
  }

  /** The representative of an artist's component. */
  of(artist: number): number {
    this.#ensureRows();
    return this.#least.get(this.#labels.get(artist));
  }

  /** Number of vertices in an artist's component. */
  sizeOf(artist: number): number {
    this.#ensureRows();
    return this.#sizes.get(this.#labels.get(artist));
  }

  edgeInserted(a: number, b: number): void {
    this.#ensureRows();
    const [labelA, labelB] = [this.#labels.get(a), this.#labels.get(b)];
    if (labelA === labelB) return;
    const [start, from, to] =
      this.#sizes.get(labelA) < this.#sizes.get(labelB) ? [a, labelA, labelB] : [b, labelB, labelA];
    const joined = this.#flood(start, from, to).length;
    this.#sizes.add(to, joined);
    this.#least.set(to, this.#lesser(this.#least.get(from), this.#least.get(to)));
    this.#release(from);
  }

  edgeRemoved(a: number, b: number): void {
    const search = this.#splitOff(a, b);
    if (search === null) return;
    const label = this.#labels.get(a);
    const split = this.#unused;
    this.#unused = this.#least.get(split);
    for (const artist of search.queue) this.#labels.set(artist, split);
    this.#begin(split, search.queue);
    this.#sizes.add(label, -search.queue.length);
    if (search.seen.has(this.#least.get(label))) this.#findLeast(label, search.seen.has(a) ? b : a);
  }

  /** The exhausted search, whose vertices are a component of their own; null if a and b are still connected. */
  #splitOff(a: number, b: number): Search | null {
    let [one, other] = [searchFrom(a), searchFrom(b)];
    for (;;) {
      if (other.scanned < one.scanned) [one, other] = [other, one];
      if (one.next === one.queue.length) return one;
      const artist = one.queue[one.next]!;
      one.next += 1;
      one.scanned += 1 + this.adjacency.degree(artist);
      const block = this.adjacency.listBlock(artist);
      const start = this.adjacency.listStart(artist);
      for (let i = start; i < start + this.adjacency.degree(artist); i += 1) {
        const neighbour = block[i]!;
        if (other.seen.has(neighbour)) return null;
        if (one.seen.has(neighbour)) continue;
        one.seen.add(neighbour);
        one.queue.push(neighbour);
      }
    }
  }

  /** Relabels the vertices with label `from` reachable from `start` through such vertices; returns them. */
  #flood(start: number, from: number, to: number): number[] {
    const labels = this.#labels;
    const found = [start];
    labels.set(start, to);
    for (let i = 0; i < found.length; i += 1) {
      this.adjacency.forEachNeighbour(found[i]!, (neighbour) => {
        if (labels.get(neighbour) !== from) return;
        labels.set(neighbour, to);
        found.push(neighbour);
      });
    }
    return found;
  }

  /** Records size and representative of a new component. */
  #begin(label: number, members: readonly number[]): void {
    this.#sizes.set(label, members.length);
    this.#least.set(
      label,
      members.reduce((least, member) => this.#lesser(least, member)),
    );
  }

  #findLeast(label: number, member: number): void {
    let least = member;
    for (let artist = 0; artist < this.#rows; artist += 1) {
      if (this.#labels.get(artist) === label) least = this.#lesser(least, artist);
    }
    this.#least.set(label, least);
  }

  #lesser(a: number, b: number): number {
    return this.adjacency.mbids.compare(a, b) <= 0 ? a : b;
  }

  #release(label: number): void {
    this.#least.set(label, this.#unused);
    this.#unused = label;
  }

  /** Adds components of one vertex for artists interned since the last call. */
  #ensureRows(): void {
    const rows = this.#rows;
    if (rows === this.adjacency.artistCount) return;
    this.#rows = this.adjacency.artistCount;
    this.#ensureColumns();
    for (let artist = rows; artist < this.#rows; artist += 1) {
      this.#labels.set(artist, artist);
      this.#begin(artist, [artist]);
    }
  }

  #ensureColumns(): void {
    for (const column of [this.#labels, this.#sizes, this.#least]) column.ensure(this.#rows);
  }
}

function searchFrom(artist: number): Search {
  return { queue: [artist], seen: new Set([artist]), next: 0, scanned: 0 };
}
