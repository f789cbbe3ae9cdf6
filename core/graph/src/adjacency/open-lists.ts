import { Int32Column } from "./int32-column.js";
import { chunkOf, offsetOf } from "./neighbour-pool.js";
import type { NeighbourLists } from "./shared-graph.js";
import type { SharedNeighbours } from "./sorted-lists.js";

const EMPTY = new Int32Array(0);

/** The memory of an adjacency index, as a message to a worker thread; see {@link OpenLists}. */
export interface SharedAdjacency {
  readonly lists: SharedNeighbours;
  readonly artistCount: number;
  /** Another one means that memory was added or dropped: the lists have to be shared again. */
  readonly layout: number;
}

/**
 * The neighbour lists of another thread's adjacency index, read in place. Valid while that thread changes nothing; after
 * changes under the same `layout`, valid again.
 */
export class OpenLists implements NeighbourLists {
  #shared!: SharedAdjacency;
  #addresses!: Int32Column;
  #degrees!: Int32Column;
  #artistCount = 0;

  constructor(shared: SharedAdjacency) {
    this.open(shared);
  }

  get artistCount(): number {
    return this.#artistCount;
  }

  /** Takes memory that was shared anew. */
  open(shared: SharedAdjacency): void {
    this.#shared = shared;
    this.#addresses = Int32Column.open(shared.lists.addresses);
    this.#degrees = Int32Column.open(shared.lists.degrees);
    this.#artistCount = shared.artistCount;
  }

  /** There are more artists by now, under the same layout. */
  growTo(artistCount: number): void {
    this.#artistCount = artistCount;
  }

  degree(artist: number): number {
    return this.#degrees.get(artist);
  }

  listBlock(artist: number): Int32Array {
    return this.#degrees.get(artist) === 0
      ? EMPTY
      : this.#shared.lists.neighbours[chunkOf(this.#addresses.get(artist))]!;
  }

  listStart(artist: number): number {
    return this.#degrees.get(artist) === 0 ? 0 : offsetOf(this.#addresses.get(artist));
  }

  /** Calls `visit` for each neighbour in ascending order of id, with the first recording of the edge. */
  forEachFirstRecording(artist: number, visit: (neighbour: number, firstRecording: number) => void): void {
    const degree = this.#degrees.get(artist);
    if (degree === 0) return;
    const address = this.#addresses.get(artist);
    const neighbours = this.#shared.lists.neighbours[chunkOf(address)]!;
    const firstRecordings = this.#shared.lists.firstRecordings[chunkOf(address)]!;
    const start = offsetOf(address);
    for (let i = start; i < start + degree; i += 1) visit(neighbours[i]!, firstRecordings[i]!);
  }
}
