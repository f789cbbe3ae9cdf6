import { GraphError } from "./errors.js";
import { Int32Column } from "./int32-column.js";
import { MbidTable } from "./mbid-table.js";
import { NeighbourPool, capacityOf, chunkOf, offsetOf, sizeClassFor } from "./neighbour-pool.js";

const INT32_MAX = 2 ** 31 - 1;
/** From this ratio of degrees on, looking up the few among the many is faster than merging the lists. */
const HUB_RATIO = 16;

/** What `setEdge` did. */
export type EdgeChange = "inserted" | "updated" | "unchanged";

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
  private readonly pool = new NeighbourPool();
  private readonly addresses = new Int32Column();
  private readonly degrees = new Int32Column();
  private edges = 0;
  private connected = 0;
  private changes = 0;
  private expected: Int32Column | null = null;

  /** Number of interned artists, those without edges included. */
  get artistCount(): number {
    return this.mbids.size;
  }

  /** Number of artists with at least one edge. */
  get connectedArtistCount(): number {
    return this.connected;
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
    const columns = this.addresses.byteLength + this.degrees.byteLength;
    return this.mbids.memoryBytes() + columns + this.pool.memoryBytes();
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
    const change = this.setHalf(a, b, weight, firstRecording);
    if (change === "unchanged") return change;
    this.setHalf(b, a, weight, firstRecording);
    this.changes += 1;
    if (change === "inserted") this.edges += 1;
    return change;
  }

  /** Removes the edge a–b; false when there was none. Throws GRAPH_SELF_LOOP or GRAPH_UNKNOWN_ARTIST. */
  removeEdge(a: number, b: number): boolean {
    this.checkPair(a, b);
    if (!this.removeHalf(a, b)) return false;
    this.removeHalf(b, a);
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
    this.expected = degrees;
  }

  /** Number of neighbours of an artist. */
  degree(artist: number): number {
    return this.degrees.get(artist);
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
    const at = this.find(a, b);
    return at < 0 ? 0 : this.pool.weights[chunkOf(this.addresses.get(a))]![at]!;
  }

  /** First recording of the edge a–b, -1 when there is none. */
  firstRecording(a: number, b: number): number {
    const at = this.find(a, b);
    return at < 0 ? -1 : this.pool.firstRecordings[chunkOf(this.addresses.get(a))]![at]!;
  }

  hasEdge(a: number, b: number): boolean {
    return this.find(a, b) >= 0;
  }

  /** Calls `visit` for each neighbour in ascending order of id. The graph must not change meanwhile. */
  forEachNeighbour(
    artist: number,
    visit: (neighbour: number, weight: number, firstRecording: number) => void,
  ): void {
    const degree = this.degrees.get(artist);
    if (degree === 0) return;
    const chunk = chunkOf(this.addresses.get(artist));
    const start = offsetOf(this.addresses.get(artist));
    const neighbours = this.pool.neighbours[chunk]!;
    const weights = this.pool.weights[chunk]!;
    const firstRecordings = this.pool.firstRecordings[chunk]!;
    for (let i = start; i < start + degree; i += 1) visit(neighbours[i]!, weights[i]!, firstRecordings[i]!);
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
    return this.listBlock(artist).slice(start, start + this.degrees.get(artist));
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
   * {@link listStart} on, `degree(artist)` of them. Read only, and only until the next change of the graph.
   */
  listBlock(artist: number): Int32Array {
    return this.degrees.get(artist) === 0
      ? EMPTY
      : this.pool.neighbours[chunkOf(this.addresses.get(artist))]!;
  }

  /** Where in {@link listBlock} the artist's neighbours begin. */
  listStart(artist: number): number {
    return this.degrees.get(artist) === 0 ? 0 : offsetOf(this.addresses.get(artist));
  }

  /** Offset of `neighbour` in the chunk of `artist`'s list, or -1 - (offset where it would stand). */
  private find(artist: number, neighbour: number): number {
    const degree = this.degrees.get(artist);
    if (degree === 0) return -1;
    const address = this.addresses.get(artist);
    const block = this.pool.neighbours[chunkOf(address)]!;
    let low = offsetOf(address);
    const end = low + degree;
    let high = end;
    // Artists seen late have large ids: most lists grow at their end.
    if (block[end - 1]! < neighbour) return -1 - end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (block[middle]! < neighbour) low = middle + 1;
      else high = middle;
    }
    return low < end && block[low] === neighbour ? low : -1 - low;
  }

  private setHalf(artist: number, neighbour: number, weight: number, firstRecording: number): EdgeChange {
    let at = this.find(artist, neighbour);
    const inserting = at < 0;
    if (inserting) at = this.openGap(artist, -1 - at - this.listStart(artist));
    const chunk = chunkOf(this.addresses.get(artist));
    const weights = this.pool.weights[chunk]!;
    const firstRecordings = this.pool.firstRecordings[chunk]!;
    if (!inserting && weights[at] === weight && firstRecordings[at] === firstRecording) return "unchanged";
    this.pool.neighbours[chunk]![at] = neighbour;
    weights[at] = weight;
    firstRecordings[at] = firstRecording;
    return inserting ? "inserted" : "updated";
  }

  /** Makes room for one entry at list position `position` and returns its offset in the chunk. */
  private openGap(artist: number, position: number): number {
    const degree = this.degrees.get(artist);
    if (degree === 0) {
      this.connected += 1;
      const sizeClass = this.expected === null ? 0 : sizeClassFor(this.expected.get(artist));
      this.addresses.set(artist, this.pool.allocate(sizeClass, artist));
    } else {
      const sizeClass = this.pool.sizeClassOf(this.addresses.get(artist));
      if (degree === capacityOf(sizeClass)) this.moveList(artist, degree, sizeClass + 1);
    }
    const start = offsetOf(this.addresses.get(artist));
    this.shift(artist, start + position, start + position + 1, degree - position);
    this.degrees.set(artist, degree + 1);
    return start + position;
  }

  private removeHalf(artist: number, neighbour: number): boolean {
    const at = this.find(artist, neighbour);
    if (at < 0) return false;
    const degree = this.degrees.get(artist);
    const start = this.listStart(artist);
    this.shift(artist, at + 1, at, start + degree - at - 1);
    this.degrees.set(artist, degree - 1);
    if (degree === 1) {
      this.connected -= 1;
      this.giveBack(this.addresses.get(artist));
    } else {
      // Two sizes too large, not one: a list that grows and shrinks by one does not move each time.
      const sizeClass = this.pool.sizeClassOf(this.addresses.get(artist));
      if (sizeClass >= 2 && degree - 1 <= capacityOf(sizeClass - 2)) {
        this.moveList(artist, degree - 1, sizeClass - 1);
      }
    }
    return true;
  }

  /** Moves an artist's list to a block of another size. */
  private moveList(artist: number, degree: number, sizeClass: number): void {
    const left = this.addresses.get(artist);
    const address = this.pool.allocate(sizeClass, artist);
    this.pool.copy(left, address, degree);
    this.addresses.set(artist, address);
    this.giveBack(left);
  }

  private giveBack(address: number): void {
    const moved = this.pool.free(address);
    if (moved >= 0) this.addresses.set(moved, address);
  }

  private shift(artist: number, from: number, to: number, length: number): void {
    if (length === 0) return;
    const chunk = chunkOf(this.addresses.get(artist));
    this.pool.neighbours[chunk]!.copyWithin(to, from, from + length);
    this.pool.weights[chunk]!.copyWithin(to, from, from + length);
    this.pool.firstRecordings[chunk]!.copyWithin(to, from, from + length);
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
    this.degrees.ensure(id + 1);
    this.addresses.ensure(id + 1);
    return id;
  }
}

const EMPTY = new Int32Array(0);
