import { GraphError } from "../errors.js";
import type { Int32Column } from "./int32-column.js";
import { MbidTable } from "./mbid-table.js";
import type { SharedAdjacency } from "./open-lists.js";
import { type EdgeChange, SortedLists } from "./sorted-lists.js";

const INT32_MAX = 2 ** 31 - 1;
/** From this ratio of degrees on, binary search in the longer list is faster than merging the two. */
const HUB_RATIO = 16;

/**
 * The collaboration graph as sorted neighbour lists on typed arrays: undirected, simple, weighted.
 *
 * Artists are the small integers of an {@link MbidTable}; an id is never reused for another MBID. Inserting,
 * updating and removing an edge costs O(degree of its ends); looking one up O(log degree). Neighbours are
 * sorted by id, so anything summed over them must not depend on the order, since ids follow first sight.
 *
 * Memory grows in pages and chunks, so no change waits for more than the lists it touches. The capacity of a list's
 * block is less than twice its length, whatever was inserted and removed before.
 */
export class AdjacencyIndex {
  readonly mbids = new MbidTable();
  readonly #lists = new SortedLists();
  #edges = 0;
  #changes = 0;

  /** Number of interned artists, those without edges included. */
  get artistCount(): number {
    return this.mbids.size;
  }

  /** Number of artists with at least one edge. */
  get connectedArtistCount(): number {
    return this.#lists.notEmptyCount;
  }

  /** Number of undirected edges. */
  get edgeCount(): number {
    return this.#edges;
  }

  /** Rises with every change: tells a long reader whether the graph changed since it began. */
  get revision(): number {
    return this.#changes;
  }

  /** Bytes of typed arrays that the graph holds, MBIDs included. */
  memoryBytes(): number {
    return this.mbids.memoryBytes() + this.#lists.memoryBytes();
  }

  /** Rises when memory is added or dropped; see {@link share}. */
  get layout(): number {
    return this.#lists.layout;
  }

  /**
   * The neighbour lists for a worker thread: shared memory, not a copy. The thread sees later changes in place as long as
   * `layout` is the same, and must not read while the graph changes.
   */
  share(): SharedAdjacency {
    return { lists: this.#lists.share(), artistCount: this.artistCount, layout: this.layout };
  }

  /**
   * The id of an MBID, assigned if it is new.
   *
   * @throws GraphError GRAPH_INVALID_MBID
   */
  intern(mbid: string): number {
    return this.#ensureList(this.mbids.intern(mbid));
  }

  /** As {@link intern}, for an MBID as four words; see {@link MbidTable.internWords}. */
  internWords(words: Uint32Array, offset: number): number {
    return this.#ensureList(this.mbids.internWords(words, offset));
  }

  /**
   * Inserts the edge a–b or replaces its weight (number of distinct recordings, a positive 32-bit integer) and
   * first recording (lowest MusicBrainz recording row id, a non-negative 32-bit integer).
   *
   * @throws GraphError GRAPH_SELF_LOOP, GRAPH_INVALID_WEIGHT, GRAPH_INVALID_FIRST_RECORDING or GRAPH_UNKNOWN_ARTIST;
   * nothing is changed then
   */
  setEdge(a: number, b: number, weight: number, firstRecording: number): EdgeChange {
    this.#checkPair(a, b);
    if (!Number.isInteger(weight) || weight <= 0 || weight > INT32_MAX) {
      throw new GraphError(
        "GRAPH_INVALID_WEIGHT",
        `weight ${weight} of ${this.#describe(a, b)}: expected a whole number of recordings of at least 1; remove the edge instead of setting 0`,
      );
    }
    if (!Number.isInteger(firstRecording) || firstRecording < 0 || firstRecording > INT32_MAX) {
      throw new GraphError(
        "GRAPH_INVALID_FIRST_RECORDING",
        `first recording ${firstRecording} of ${this.#describe(a, b)}: expected a MusicBrainz row id`,
      );
    }
    const change = this.#lists.set(a, b, weight, firstRecording);
    if (change === "unchanged") return change;
    this.#lists.set(b, a, weight, firstRecording);
    this.#changes += 1;
    if (change === "inserted") this.#edges += 1;
    return change;
  }

  /**
   * Removes the edge a–b; false if there was none.
   *
   * @throws GraphError GRAPH_SELF_LOOP or GRAPH_UNKNOWN_ARTIST
   */
  removeEdge(a: number, b: number): boolean {
    this.#checkPair(a, b);
    if (!this.#lists.remove(a, b)) return false;
    this.#lists.remove(b, a);
    this.#changes += 1;
    this.#edges -= 1;
    return true;
  }

  /**
   * Removes every edge of an artist and returns how many there were. The vertex itself stays, with degree 0. Costs the
   * sum of the neighbours' degrees.
   */
  removeArtist(artist: number): number {
    const neighbours = this.neighboursOf(artist);
    for (const neighbour of neighbours) this.removeEdge(artist, neighbour);
    return neighbours.length;
  }

  /**
   * Announces the final degrees, for example while a snapshot is read: the first edge of an artist then allocates its
   * whole list, which is never moved. null ends that. A wrong degree costs memory or a move and nothing else.
   */
  expectDegrees(degrees: Int32Column | null): void {
    this.#lists.expectDegrees(degrees);
  }

  /** Number of neighbours of an artist. */
  degree(artist: number): number {
    return this.#lists.degree(artist);
  }

  /** Sum of the weights of an artist's edges. */
  weightedDegree(artist: number): number {
    let sum = 0;
    this.forEachNeighbour(artist, (_, weight) => {
      sum += weight;
    });
    return sum;
  }

  /** Weight of the edge a–b, 0 if there is none. */
  weight(a: number, b: number): number {
    return this.#lists.weight(a, b);
  }

  /** First recording of the edge a–b, -1 if there is none. */
  firstRecording(a: number, b: number): number {
    return this.#lists.firstRecording(a, b);
  }

  hasEdge(a: number, b: number): boolean {
    return this.#lists.has(a, b);
  }

  /** Calls `visit` for each neighbour in ascending order of id. The graph must not change meanwhile. */
  forEachNeighbour(
    artist: number,
    visit: (neighbour: number, weight: number, firstRecording: number) => void,
  ): void {
    this.#lists.forEach(artist, visit);
  }

  /** Calls `visit` once for each edge, with `a` the smaller id. The graph must not change meanwhile. */
  forEachEdge(visit: (a: number, b: number, weight: number, firstRecording: number) => void): void {
    for (let a = 0; a < this.mbids.size; a += 1) {
      this.forEachNeighbour(a, (b, weight, firstRecording) => {
        if (a < b) visit(a, b, weight, firstRecording);
      });
    }
  }

  /** The neighbours of an artist in ascending order of id, as a copy that outlives later changes. */
  neighboursOf(artist: number): Int32Array {
    const start = this.listStart(artist);
    return this.listBlock(artist).slice(start, start + this.degree(artist));
  }

  /** The common neighbours of two artists, in ascending order of id. */
  commonNeighbours(a: number, b: number): number[] {
    const common: number[] = [];
    this.forEachCommonNeighbour(a, b, (neighbour) => common.push(neighbour));
    return common;
  }

  /**
   * Calls `visit` for each neighbour of both in ascending order of id. Costs the sum of the two degrees, or the
   * smaller times the logarithm of the larger if one is a hub.
   */
  forEachCommonNeighbour(a: number, b: number, visit: (neighbour: number) => void): void {
    const [smaller, larger] = this.degree(a) <= this.degree(b) ? [a, b] : [b, a];
    const left = this.listBlock(smaller);
    const right = this.listBlock(larger);
    const leftEnd = this.listStart(smaller) + this.degree(smaller);
    const rightEnd = this.listStart(larger) + this.degree(larger);
    let i = this.listStart(smaller);
    if (this.degree(larger) > this.degree(smaller) * HUB_RATIO) {
      for (; i < leftEnd; i += 1) if (this.hasEdge(larger, left[i]!)) visit(left[i]!);
      return;
    }
    let j = this.listStart(larger);
    while (i < leftEnd && j < rightEnd) {
      const difference = left[i]! - right[j]!;
      if (difference === 0) visit(left[i]!);
      if (difference <= 0) i += 1;
      if (difference >= 0) j += 1;
    }
  }

  /**
   * For loops too hot for a callback: the array that contains the artist's `degree(artist)` sorted neighbours, from
   * {@link listStart} on. Read only, and valid until the next change of the graph. For a vertex of degree 0 it may be
   * any array.
   */
  listBlock(artist: number): Int32Array {
    return this.#lists.block(artist);
  }

  /** Index in {@link listBlock} of the artist's first neighbour. */
  listStart(artist: number): number {
    return this.#lists.start(artist);
  }

  #checkPair(a: number, b: number): void {
    this.mbids.check(a);
    this.mbids.check(b);
    if (a !== b) return;
    throw new GraphError(
      "GRAPH_SELF_LOOP",
      `an artist does not collaborate with itself: ${this.mbids.mbidOf(a)}`,
    );
  }

  #describe(a: number, b: number): string {
    return `${this.mbids.mbidOf(a)}:${this.mbids.mbidOf(b)}`;
  }

  #ensureList(id: number): number {
    this.#lists.ensure(id + 1);
    return id;
  }
}
