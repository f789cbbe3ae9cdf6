import { GraphError } from "./errors.js";
import type { Int32Column } from "./int32-column.js";
import { MbidTable } from "./mbid-table.js";
import { type EntryChange, SortedLists } from "./sorted-lists.js";

const INT32_MAX = 2 ** 31 - 1;
/** From this ratio of degrees on, looking up the few among the many is faster than merging the lists. */
const HUB_RATIO = 16;

/** What `setEdge` did. */
export type EdgeChange = EntryChange;

/**
 * The collaboration graph as sorted neighbour lists on typed arrays: undirected, simple, weighted.
 *
 * Artists are the small integers of an {@link MbidTable}; an id is never reused for another MBID. Inserting,
 * updating and removing an edge costs O(degree of its ends); looking one up O(log degree). Neighbours are
 * sorted by id, so anything summed over them must not depend on the order, since ids follow first sight.
 *
 * Memory grows in pages and chunks, so no change waits for more than the lists it touches. A list's block holds less
 * than twice what is in it, whatever was inserted and removed before.
 */
export class AdjacencyIndex {
  readonly mbids = new MbidTable();
  private readonly lists = new SortedLists();
  private edges = 0;
  private changes = 0;

  /** Number of interned artists, those without edges included. */
  get artistCount(): number {
    return this.mbids.size;
  }

  /** Number of artists with at least one edge. */
  get connectedArtistCount(): number {
    return this.lists.notEmptyCount;
  }

  /** Number of undirected edges. */
  get edgeCount(): number {
    return this.edges;
  }

  /** Rises with every change: tells a long reader whether the graph is still the one it began with. */
  get revision(): number {
    return this.changes;
  }

  /** Bytes of typed arrays that the graph holds, MBIDs included. */
  memoryBytes(): number {
    return this.mbids.memoryBytes() + this.lists.memoryBytes();
  }

  /** The id of an MBID, made when it is new. Throws GRAPH_INVALID_MBID. */
  intern(mbid: string): number {
    return this.known(this.mbids.intern(mbid));
  }

  /** As {@link intern}, for an MBID as four words; see {@link MbidTable.internWords}. */
  internWords(words: Uint32Array, offset: number): number {
    return this.known(this.mbids.internWords(words, offset));
  }

  /**
   * Inserts the edge a–b or replaces its weight (number of distinct recordings, a positive 32-bit integer) and
   * first recording (lowest MusicBrainz recording row id, a non-negative 32-bit integer).
   *
   * Throws GRAPH_SELF_LOOP, GRAPH_INVALID_WEIGHT, GRAPH_INVALID_FIRST_RECORDING or GRAPH_UNKNOWN_ARTIST, and
   * changes nothing then.
   */
  setEdge(a: number, b: number, weight: number, firstRecording: number): EdgeChange {
    this.checkPair(a, b);
    if (!Number.isInteger(weight) || weight <= 0 || weight > INT32_MAX) {
      throw new GraphError(
        "GRAPH_INVALID_WEIGHT",
        `weight ${weight} of ${this.describe(a, b)}: expected a whole number of recordings of at least 1; remove the edge instead of setting 0`,
      );
    }
    if (!Number.isInteger(firstRecording) || firstRecording < 0 || firstRecording > INT32_MAX) {
      throw new GraphError(
        "GRAPH_INVALID_FIRST_RECORDING",
        `first recording ${firstRecording} of ${this.describe(a, b)}: expected a MusicBrainz row id`,
      );
    }
    const change = this.lists.set(a, b, weight, firstRecording);
    if (change === "unchanged") return change;
    this.lists.set(b, a, weight, firstRecording);
    this.changes += 1;
    if (change === "inserted") this.edges += 1;
    return change;
  }

  /** Removes the edge a–b; false when there was none. Throws GRAPH_SELF_LOOP or GRAPH_UNKNOWN_ARTIST. */
  removeEdge(a: number, b: number): boolean {
    this.checkPair(a, b);
    if (!this.lists.remove(a, b)) return false;
    this.lists.remove(b, a);
    this.changes += 1;
    this.edges -= 1;
    return true;
  }

  /**
   * Removes every edge of an artist and returns how many there were. The id keeps standing for the MBID, as an
   * artist without edges. Costs the sum of the neighbours' degrees.
   */
  removeArtist(artist: number): number {
    const neighbours = this.neighboursOf(artist);
    for (const neighbour of neighbours) this.removeEdge(artist, neighbour);
    return neighbours.length;
  }

  /**
   * While artists' final degrees are known, as when a graph is read back, the first edge of an artist makes room for
   * all of them and its list never moves. null ends that. A wrong degree costs room, or a move, and nothing else.
   */
  expectDegrees(degrees: Int32Column | null): void {
    this.lists.expectDegrees(degrees);
  }

  /** Number of neighbours of an artist. */
  degree(artist: number): number {
    return this.lists.degree(artist);
  }

  /** Sum of the weights of an artist's edges. */
  weightedDegree(artist: number): number {
    let sum = 0;
    this.forEachNeighbour(artist, (_, weight) => {
      sum += weight;
    });
    return sum;
  }

  /** Weight of the edge a–b, 0 when there is none. */
  weight(a: number, b: number): number {
    return this.lists.weight(a, b);
  }

  /** First recording of the edge a–b, -1 when there is none. */
  firstRecording(a: number, b: number): number {
    return this.lists.firstRecording(a, b);
  }

  hasEdge(a: number, b: number): boolean {
    return this.lists.has(a, b);
  }

  /** Calls `visit` for each neighbour in ascending order of id. The graph must not change meanwhile. */
  forEachNeighbour(
    artist: number,
    visit: (neighbour: number, weight: number, firstRecording: number) => void,
  ): void {
    this.lists.forEach(artist, visit);
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

  /** The artists who are neighbours of both, in ascending order of id. */
  commonNeighbours(a: number, b: number): number[] {
    const common: number[] = [];
    this.forEachCommonNeighbour(a, b, (neighbour) => common.push(neighbour));
    return common;
  }

  /**
   * Calls `visit` for each neighbour of both in ascending order of id. Costs the sum of the two degrees, or the
   * smaller times the logarithm of the larger where one is a hub.
   */
  forEachCommonNeighbour(a: number, b: number, visit: (neighbour: number) => void): void {
    const [few, many] = this.degree(a) <= this.degree(b) ? [a, b] : [b, a];
    const left = this.listBlock(few);
    const right = this.listBlock(many);
    const leftEnd = this.listStart(few) + this.degree(few);
    const rightEnd = this.listStart(many) + this.degree(many);
    let i = this.listStart(few);
    if (this.degree(many) > this.degree(few) * HUB_RATIO) {
      for (; i < leftEnd; i += 1) if (this.hasEdge(many, left[i]!)) visit(left[i]!);
      return;
    }
    let j = this.listStart(many);
    while (i < leftEnd && j < rightEnd) {
      const difference = left[i]! - right[j]!;
      if (difference === 0) visit(left[i]!);
      if (difference <= 0) i += 1;
      if (difference >= 0) j += 1;
    }
  }

  /**
   * For loops too hot for a callback: the array in which the artist's neighbours stand, sorted, from
   * {@link listStart} on, `degree(artist)` of them. Read only, and only until the next change of the graph. Of an
   * artist without neighbours it is any array at all.
   */
  listBlock(artist: number): Int32Array {
    return this.lists.block(artist);
  }

  /** Where in {@link listBlock} the artist's neighbours begin. */
  listStart(artist: number): number {
    return this.lists.start(artist);
  }

  private checkPair(a: number, b: number): void {
    this.mbids.check(a);
    this.mbids.check(b);
    if (a !== b) return;
    throw new GraphError(
      "GRAPH_SELF_LOOP",
      `an artist does not collaborate with itself: ${this.mbids.mbidOf(a)}`,
    );
  }

  private describe(a: number, b: number): string {
    return `${this.mbids.mbidOf(a)}:${this.mbids.mbidOf(b)}`;
  }

  private known(id: number): number {
    this.lists.ensure(id + 1);
    return id;
  }
}
