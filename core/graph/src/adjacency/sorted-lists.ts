import { Int32Column } from "./int32-column.js";
import { NeighbourPool, capacityOf, chunkOf, offsetOf, sizeClassFor } from "./neighbour-pool.js";

const EMPTY = new Int32Array(0);

/** The memory of sorted lists, as a message to a worker thread. */
export interface SharedNeighbours {
  /** By chunk. */
  readonly neighbours: readonly Int32Array<SharedArrayBuffer>[];
  readonly firstRecordings: readonly Int32Array<SharedArrayBuffer>[];
  /** By artist, in pages. */
  readonly addresses: readonly Int32Array<SharedArrayBuffer>[];
  readonly degrees: readonly Int32Array<SharedArrayBuffer>[];
}

/** What setting an edge did. */
export type EdgeChange = "inserted" | "updated" | "unchanged";

/**
 * A sorted adjacency list for each artist, each entry with a weight and a first recording. It stores directed edges: the
 * caller writes both directions.
 *
 * The capacity of a list's block is less than twice its length, whatever was inserted and removed before.
 */
export class SortedLists {
  readonly #pool = new NeighbourPool();
  readonly #addresses = new Int32Column();
  readonly #degrees = new Int32Column();
  #expected: Int32Column | null = null;
  #notEmpty = 0;

  /** How many lists have an entry. */
  get notEmptyCount(): number {
    return this.#notEmpty;
  }

  memoryBytes(): number {
    return this.#addresses.byteLength + this.#degrees.byteLength + this.#pool.memoryBytes();
  }

  /** Rises when memory is added or dropped: what was shared before does not have all of the lists any more. */
  get layout(): number {
    return this.#pool.layout + this.#addresses.byteLength;
  }

  /** The lists for a worker thread: shared memory, not a copy. Only neighbours and first recordings. */
  share(): SharedNeighbours {
    const { neighbours, firstRecordings } = this.#pool;
    return {
      neighbours: [...neighbours],
      firstRecordings: [...firstRecordings],
      addresses: this.#addresses.share(),
      degrees: this.#degrees.share(),
    };
  }

  /** Creates empty lists as far as those of artists 0 … artists-1 are missing. */
  ensure(artists: number): void {
    this.#degrees.ensure(artists);
    this.#addresses.ensure(artists);
  }

  /** While set, the first entry of a list allocates a block for its expected degree. */
  expectDegrees(degrees: Int32Column | null): void {
    this.#expected = degrees;
  }

  degree(artist: number): number {
    return this.#degrees.get(artist);
  }

  /** The array that contains an artist's neighbours, from {@link start} on. */
  block(artist: number): Int32Array {
    return this.#degrees.get(artist) === 0
      ? EMPTY
      : this.#pool.neighbours[chunkOf(this.#addresses.get(artist))]!;
  }

  start(artist: number): number {
    return this.#degrees.get(artist) === 0 ? 0 : offsetOf(this.#addresses.get(artist));
  }

  /** Weight of an entry, 0 if there is none. */
  weight(artist: number, neighbour: number): number {
    const at = this.#find(artist, neighbour);
    return at < 0 ? 0 : this.#pool.weights[chunkOf(this.#addresses.get(artist))]![at]!;
  }

  /** First recording of an entry, -1 if there is none. */
  firstRecording(artist: number, neighbour: number): number {
    const at = this.#find(artist, neighbour);
    return at < 0 ? -1 : this.#pool.firstRecordings[chunkOf(this.#addresses.get(artist))]![at]!;
  }

  has(artist: number, neighbour: number): boolean {
    return this.#find(artist, neighbour) >= 0;
  }

  forEach(artist: number, visit: (neighbour: number, weight: number, firstRecording: number) => void): void {
    const degree = this.#degrees.get(artist);
    if (degree === 0) return;
    const address = this.#addresses.get(artist);
    const start = offsetOf(address);
    const neighbours = this.#pool.neighbours[chunkOf(address)]!;
    const weights = this.#pool.weights[chunkOf(address)]!;
    const firstRecordings = this.#pool.firstRecordings[chunkOf(address)]!;
    for (let i = start; i < start + degree; i += 1) visit(neighbours[i]!, weights[i]!, firstRecordings[i]!);
  }

  set(artist: number, neighbour: number, weight: number, firstRecording: number): EdgeChange {
    if (this.#append(artist, neighbour, weight, firstRecording)) return "inserted";
    let at = this.#find(artist, neighbour);
    const inserting = at < 0;
    if (inserting) at = this.#openGap(artist, this.degree(artist) === 0 ? 0 : -1 - at - this.start(artist));
    const chunk = chunkOf(this.#addresses.get(artist));
    const weights = this.#pool.weights[chunk]!;
    const firstRecordings = this.#pool.firstRecordings[chunk]!;
    if (!inserting && weights[at] === weight && firstRecordings[at] === firstRecording) return "unchanged";
    this.#pool.neighbours[chunk]![at] = neighbour;
    weights[at] = weight;
    firstRecordings[at] = firstRecording;
    return inserting ? "inserted" : "updated";
  }

  /** Appends an entry if it sorts behind all others and the block has room; false if not. */
  #append(artist: number, neighbour: number, weight: number, firstRecording: number): boolean {
    const degree = this.#degrees.get(artist);
    if (degree === 0) return false;
    const address = this.#addresses.get(artist);
    const chunk = chunkOf(address);
    const end = offsetOf(address) + degree;
    const neighbours = this.#pool.neighbours[chunk]!;
    if (neighbours[end - 1]! >= neighbour || degree === this.#pool.capacityIn(chunk)) return false;
    neighbours[end] = neighbour;
    this.#pool.weights[chunk]![end] = weight;
    this.#pool.firstRecordings[chunk]![end] = firstRecording;
    this.#degrees.set(artist, degree + 1);
    return true;
  }

  /** Removes an entry; false if there was none. */
  remove(artist: number, neighbour: number): boolean {
    const at = this.#find(artist, neighbour);
    if (at < 0) return false;
    const degree = this.#degrees.get(artist);
    const address = this.#addresses.get(artist);
    this.#shift(artist, at + 1, at, offsetOf(address) + degree - at - 1);
    this.#degrees.set(artist, degree - 1);
    if (degree === 1) {
      this.#notEmpty -= 1;
      this.#release(address);
      return true;
    }
    // Two size classes too large, not one: a list that grows and shrinks by one does not move each time.
    const sizeClass = this.#pool.sizeClassOf(address);
    if (sizeClass >= 2 && degree - 1 <= capacityOf(sizeClass - 2))
      this.#move(artist, degree - 1, sizeClass - 1);
    return true;
  }

  /** Offset of `neighbour` in the chunk of `artist`'s list, or -1 - (insertion point). */
  #find(artist: number, neighbour: number): number {
    const degree = this.#degrees.get(artist);
    if (degree === 0) return -1;
    const address = this.#addresses.get(artist);
    const block = this.#pool.neighbours[chunkOf(address)]!;
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

  /** Opens a gap for one entry at index `position` of the list and returns its offset in the chunk. */
  #openGap(artist: number, position: number): number {
    const degree = this.#degrees.get(artist);
    if (degree === 0) {
      this.#notEmpty += 1;
      const sizeClass = this.#expected === null ? 0 : sizeClassFor(this.#expected.get(artist));
      this.#addresses.set(artist, this.#pool.allocate(sizeClass, artist));
    } else {
      const sizeClass = this.#pool.sizeClassOf(this.#addresses.get(artist));
      if (degree === capacityOf(sizeClass)) this.#move(artist, degree, sizeClass + 1);
    }
    const start = offsetOf(this.#addresses.get(artist));
    this.#shift(artist, start + position, start + position + 1, degree - position);
    this.#degrees.set(artist, degree + 1);
    return start + position;
  }

  /** Moves an artist's list to a block of another size. */
  #move(artist: number, degree: number, sizeClass: number): void {
    const left = this.#addresses.get(artist);
    const address = this.#pool.allocate(sizeClass, artist);
    this.#pool.copy(left, address, degree);
    this.#addresses.set(artist, address);
    this.#release(left);
  }

  #release(address: number): void {
    const moved = this.#pool.free(address);
    if (moved >= 0) this.#addresses.set(moved, address);
  }

  #shift(artist: number, from: number, to: number, length: number): void {
    if (length === 0) return;
    this.#pool.shift(chunkOf(this.#addresses.get(artist)), from, to, length);
  }
}
