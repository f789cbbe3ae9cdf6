const CHUNK_BITS = 16;
const CHUNK_ENTRIES = 1 << CHUNK_BITS;
const NONE = -1;

/**
 * Block storage for neighbour lists: three parallel 32-bit columns (neighbour, weight, first recording) cut
 * into chunks of 65,536 entries, 12 bytes an entry.
 *
 * Blocks come in size classes 2, 3, 4, 6, 8, 12, 16 … (two an octave, so a list that doubles wastes a third
 * at most). A freed block goes on its class's free list, linked through the block itself. Growing adds one
 * chunk and moves nothing; only the list that outgrew its block is copied. A block larger than a chunk gets
 * a chunk of its own.
 *
 * An address is chunk × 65,536 + offset; a block never crosses a chunk.
 */
export class NeighbourPool {
  readonly neighbours: Int32Array[] = [];
  readonly weights: Int32Array[] = [];
  readonly firstRecordings: Int32Array[] = [];
  private readonly freeHeads: number[] = [];
  /** Next unused entry of the newest ordinary chunk, and how many are left in it. */
  private nextAddress = 0;
  private entriesLeft = 0;

  /** Address of a block of at least `capacityOf(sizeClass)` entries, contents undefined. */
  allocate(sizeClass: number): number {
    const free = this.freeHeads[sizeClass] ?? NONE;
    if (free !== NONE) {
      this.freeHeads[sizeClass] = this.neighbours[chunkOf(free)]![offsetOf(free)]!;
      return free;
    }
    const capacity = capacityOf(sizeClass);
    if (capacity > CHUNK_ENTRIES) return this.addChunk(capacity);
    if (capacity > this.entriesLeft) {
      // What is left of the old chunk is abandoned: less than one block of this size a chunk.
      this.nextAddress = this.addChunk(CHUNK_ENTRIES);
      this.entriesLeft = CHUNK_ENTRIES;
    }
    const address = this.nextAddress;
    this.nextAddress += capacity;
    this.entriesLeft -= capacity;
    return address;
  }

  /** Gives a block back. The address must not be used afterwards. */
  free(address: number, sizeClass: number): void {
    this.neighbours[chunkOf(address)]![offsetOf(address)] = this.freeHeads[sizeClass] ?? NONE;
    this.freeHeads[sizeClass] = address;
  }

  /** Copies `length` entries of all three columns from one block to another. */
  copy(from: number, to: number, length: number): void {
    for (const column of [this.neighbours, this.weights, this.firstRecordings]) {
      const start = offsetOf(from);
      column[chunkOf(to)]!.set(column[chunkOf(from)]!.subarray(start, start + length), offsetOf(to));
    }
  }

  private addChunk(entries: number): number {
    const chunk = this.neighbours.length;
    for (const column of [this.neighbours, this.weights, this.firstRecordings]) {
      column.push(new Int32Array(entries));
    }
    return chunk * CHUNK_ENTRIES;
  }
}

/** Index of the chunk that an address lies in. */
export function chunkOf(address: number): number {
  return address >>> CHUNK_BITS;
}

/** Offset of an address inside its chunk, in entries. */
export function offsetOf(address: number): number {
  return address & (CHUNK_ENTRIES - 1);
}

/** Entries that a block of a size class holds: 2, 3, 4, 6, 8, 12, 16, … */
export function capacityOf(sizeClass: number): number {
  const octave = sizeClass >> 1;
  return sizeClass % 2 === 0 ? 2 << octave : 3 << octave;
}
