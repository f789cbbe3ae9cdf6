import type { AdjacencyIndex } from "./adjacency-index.js";
import { Int32Column } from "./int32-column.js";
import { SLICE_STEPS, type Sliced, atOnce } from "./slices.js";

const NONE = -1;

/** One end's part of the search around an edge that is gone. */
interface Side {
  readonly queue: number[];
  readonly seen: Set<number>;
  next: number;
  /** Neighbours looked at so far. */
  scanned: number;
}

/**
 * Connected components, kept while edges come and go. A component is known by its artist with the smallest MBID,
 * whatever order the edges came in.
 *
 * Every artist has the label of its component. Two components that join take the label of the larger: the smaller is
 * walked through. An edge that goes is searched around from both ends in turns, until they meet or one of them has
 * nowhere left to go: that side has split off. Only when it took the artist with the smallest MBID along must
 * everybody's label be looked at.
 *
 * The owner calls `edgeInserted` and `edgeRemoved` right after each change of the adjacency.
 */
export class Components {
  private readonly labels = new Int32Column(NONE);
  private readonly sizes = new Int32Column();
  /** By label: the artist with the smallest MBID; of an unused label the next unused one. */
  private readonly least = new Int32Column();
  private unused = NONE;
  private rows = 0;

  /** @param labels see {@link labelComponents}: of just this adjacency, if they are there already */
  constructor(
    private readonly adjacency: AdjacencyIndex,
    labels: Int32Array = atOnce(labelComponents(adjacency)),
  ) {
    this.rows = adjacency.artistCount;
    this.ensureColumns();
    for (let artist = 0; artist < this.rows; artist += 1) {
      const label = labels[artist]!;
      this.labels.set(artist, label);
      if (label === artist) this.begin(artist, [artist]);
      else {
        this.sizes.add(label, 1);
        this.least.set(label, this.lesser(this.least.get(label), artist));
      }
    }
    // Only now, for the list of unused labels is kept where their least members would be.
    for (let artist = 0; artist < this.rows; artist += 1)
      if (labels[artist] !== artist) this.giveBack(artist);
  }

  memoryBytes(): number {
    return this.labels.byteLength + this.sizes.byteLength + this.least.byteLength;
  }

  /** The artist with the smallest MBID in an artist's component. */
  of(artist: number): number {
    this.ensureRows();
    return this.least.get(this.labels.get(artist));
  }

  /** How many artists there are in an artist's component. */
  sizeOf(artist: number): number {
    this.ensureRows();
    return this.sizes.get(this.labels.get(artist));
  }

  edgeInserted(a: number, b: number): void {
    this.ensureRows();
    const [labelA, labelB] = [this.labels.get(a), this.labels.get(b)];
    if (labelA === labelB) return;
    const [start, from, to] =
      this.sizes.get(labelA) < this.sizes.get(labelB) ? [a, labelA, labelB] : [b, labelB, labelA];
    const joined = this.flood(start, from, to).length;
    this.sizes.add(to, joined);
    this.least.set(to, this.lesser(this.least.get(from), this.least.get(to)));
    this.giveBack(from);
  }

  edgeRemoved(a: number, b: number): void {
    const side = this.searchAround(a, b);
    if (side === null) return;
    const label = this.labels.get(a);
    const split = this.unused;
    this.unused = this.least.get(split);
    for (const artist of side.queue) this.labels.set(artist, split);
    this.begin(split, side.queue);
    this.sizes.add(label, -side.queue.length);
    if (side.seen.has(this.least.get(label))) this.findLeast(label, side.seen.has(a) ? b : a);
  }

  /** The side that has split off, or null where a and b are still connected. */
  private searchAround(a: number, b: number): Side | null {
    let [one, other] = [sideOf(a), sideOf(b)];
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

  /** Gives everybody with label `from` whom such artists lead to from `start` the label `to`; returns them. */
  private flood(start: number, from: number, to: number): number[] {
    const { labels } = this;
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

  /** Notes what is known of a new component. */
  private begin(label: number, members: readonly number[]): void {
    this.sizes.set(label, members.length);
    this.least.set(
      label,
      members.reduce((least, member) => this.lesser(least, member)),
    );
  }

  private findLeast(label: number, member: number): void {
    let least = member;
    for (let artist = 0; artist < this.rows; artist += 1) {
      if (this.labels.get(artist) === label) least = this.lesser(least, artist);
    }
    this.least.set(label, least);
  }

  private lesser(a: number, b: number): number {
    return this.adjacency.mbids.compare(a, b) <= 0 ? a : b;
  }

  private giveBack(label: number): void {
    this.least.set(label, this.unused);
    this.unused = label;
  }

  /** Makes components of one for artists interned since the last call. */
  private ensureRows(): void {
    const { rows } = this;
    if (rows === this.adjacency.artistCount) return;
    this.rows = this.adjacency.artistCount;
    this.ensureColumns();
    for (let artist = rows; artist < this.rows; artist += 1) {
      this.labels.set(artist, artist);
      this.begin(artist, [artist]);
    }
  }

  private ensureColumns(): void {
    for (const column of [this.labels, this.sizes, this.least]) column.ensure(this.rows);
  }
}

function sideOf(artist: number): Side {
  return { queue: [artist], seen: new Set([artist]), next: 0, scanned: 0 };
}

/** A label an artist: the smallest id in its component. A forest of artists, joined edge by edge (Galler & Fisher 1964). */
export function* labelComponents(adjacency: AdjacencyIndex): Sliced<Int32Array> {
  const parents = Int32Array.from({ length: adjacency.artistCount }, (_, artist) => artist);
  let steps = 0;
  for (let artist = 0; artist < parents.length; artist += 1) {
    const degree = adjacency.degree(artist);
    const block = adjacency.listBlock(artist);
    const start = adjacency.listStart(artist);
    for (let i = start; i < start + degree && block[i]! < artist; i += 1) {
      const [one, other] = [rootOf(parents, artist), rootOf(parents, block[i]!)];
      // The smaller is the root: parents are always smaller.
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

/** The root of an artist's tree, which becomes half as high on the way. */
function rootOf(parents: Int32Array, artist: number): number {
  let at = artist;
  while (parents[at] !== at) {
    parents[at] = parents[parents[at]!]!;
    at = parents[at]!;
  }
  return at;
}
