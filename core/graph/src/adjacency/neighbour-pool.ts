const CHUNK_BITS = 12;
const CHUNK_ENTRIES = 1 << CHUNK_BITS;
const NO_OWNER = -1;

/** The blocks of one capacity: `live` of them, contiguous, in chunks of their own. */
class SizeClass {
  readonly chunks: number[] = [];
  live = 0;

  constructor(
    readonly index: number,
    readonly capacity: number,
  ) {}

  get blocksAChunk(): number {
    return Math.max(1, Math.floor(CHUNK_ENTRIES / this.capacity));
  }

  /** Address of block `number` in the order of the chunks. */
  addressOf(number: number): number {
    const { blocksAChunk } = this;
    const chunk = this.chunks[Math.floor(number / blocksAChunk)]!;
    return (chunk << CHUNK_BITS) | ((number % blocksAChunk) * this.capacity);
  }
}

/**
 * Block storage for neighbour lists: three parallel 32-bit columns (neighbour, weight, first recording), 12 bytes an
 * entry, and the owner of each block.
 *
 * Blocks have 1, 2, 3, 4, 6, 8, 12, 16 … entries. Those of one size class share chunks of 4,096 entries, or have one
 * chunk each if they are larger. When a block is freed, the last one of its size class moves into the gap, so blocks are
 * always contiguous: whatever is inserted and removed, a size class holds at most two chunks beyond what its blocks
 * need. Growing adds a chunk and moves nothing. Chunks are shared memory: a worker thread reads lists in place.
 *
 * An address is chunk × 4,096 + offset, as a 32-bit pattern.
 */
export class NeighbourPool {
  readonly neighbours: Int32Array<SharedArrayBuffer>[] = [];
  readonly weights: Int32Array<SharedArrayBuffer>[] = [];
  readonly firstRecordings: Int32Array<SharedArrayBuffer>[] = [];
  readonly #owners: Int32Array[] = [];
  readonly #classesByChunk: SizeClass[] = [];
  readonly #classes: SizeClass[] = [];
  /** Numbers of chunks that were freed. */
  readonly #spare: number[] = [];
  #bytes = 0;
  #layout = 0;

  /** Rises with every chunk that is added or dropped. */
  get layout(): number {
    return this.#layout;
  }

  /** Bytes of typed arrays that the pool holds. */
  memoryBytes(): number {
    return this.#bytes;
  }

  /** Size class of the block at an address. */
  sizeClassOf(address: number): number {
    return this.#classesByChunk[chunkOf(address)]!.index;
  }

  /** Entries that each block in a chunk holds. */
  capacityIn(chunk: number): number {
    return this.#classesByChunk[chunk]!.capacity;
  }

  /** Address of a block of `capacityOf(sizeClass)` entries for `owner`, contents undefined. */
  allocate(sizeClass: number, owner: number): number {
    while (this.#classes.length <= sizeClass) {
      this.#classes.push(new SizeClass(this.#classes.length, capacityOf(this.#classes.length)));
    }
    const blocks = this.#classes[sizeClass]!;
    if (blocks.live === blocks.chunks.length * blocks.blocksAChunk) this.#addChunk(blocks);
    const address = blocks.addressOf(blocks.live);
    blocks.live += 1;
    this.#setOwner(address, blocks, owner);
    return address;
  }

  /**
   * Frees a block. Returns the owner of the block that was moved to `address`, or -1 if none was; the caller records its
   * new address.
   */
  free(address: number): number {
    const blocks = this.#classesByChunk[chunkOf(address)]!;
    blocks.live -= 1;
    const last = blocks.addressOf(blocks.live);
    let moved = NO_OWNER;
    if (last !== address) {
      moved = this.#owners[chunkOf(last)]![offsetOf(last) / blocks.capacity]!;
      this.copy(last, address, blocks.capacity);
      this.#setOwner(address, blocks, moved);
    }
    // One empty chunk is kept, so that a list growing and shrinking at the border of a chunk does not allocate each
    // time; not of large blocks, whose chunks are as large as a hub's list.
    const keep = blocks.blocksAChunk > 1 ? 1 : 0;
    if (blocks.live <= (blocks.chunks.length - 1 - keep) * blocks.blocksAChunk) this.#dropChunk(blocks);
    return moved;
  }

  /** Copies `length` entries of all three columns from one block to another. */
  copy(from: number, to: number, length: number): void {
    const start = offsetOf(from);
    for (const column of [this.neighbours, this.weights, this.firstRecordings]) {
      const source = column[chunkOf(from)]!;
      const target = column[chunkOf(to)]!;
      const end = offsetOf(to);
      for (let i = 0; i < length; i += 1) target[end + i] = source[start + i]!;
    }
  }

  /** Moves `length` entries of all three columns inside a chunk, from one offset to another; the two may overlap. */
  shift(chunk: number, from: number, to: number, length: number): void {
    for (const column of [this.neighbours, this.weights, this.firstRecordings]) {
      const entries = column[chunk]!;
      // Loops: on shared memory `copyWithin` goes byte by byte if the distance is no multiple of eight bytes.
      if (from < to) for (let i = length - 1; i >= 0; i -= 1) entries[to + i] = entries[from + i]!;
      else for (let i = 0; i < length; i += 1) entries[to + i] = entries[from + i]!;
    }
  }

  #setOwner(address: number, blocks: SizeClass, owner: number): void {
    this.#owners[chunkOf(address)]![offsetOf(address) / blocks.capacity] = owner;
  }

  #addChunk(blocks: SizeClass): void {
    const chunk = this.#spare.pop() ?? this.neighbours.length;
    const entries = blocks.blocksAChunk * blocks.capacity;
    const memory = new SharedArrayBuffer(entries * ENTRY_BYTES);
    this.neighbours[chunk] = new Int32Array(memory, 0, entries);
    this.weights[chunk] = new Int32Array(memory, entries * 4, entries);
    this.firstRecordings[chunk] = new Int32Array(memory, entries * 8, entries);
    this.#layout += 1;
    this.#owners[chunk] = new Int32Array(blocks.blocksAChunk);
    this.#classesByChunk[chunk] = blocks;
    blocks.chunks.push(chunk);
    this.#bytes += bytesOf(blocks);
  }

  #dropChunk(blocks: SizeClass): void {
    const chunk = blocks.chunks.pop()!;
    for (const column of [this.neighbours, this.weights, this.firstRecordings]) column[chunk] = FREED;
    this.#owners[chunk] = NO_OWNERS;
    this.#layout += 1;
    this.#spare.push(chunk);
    this.#bytes -= bytesOf(blocks);
  }
}

/** Of neighbour, weight and first recording. */
const ENTRY_BYTES = 12;
const FREED = new Int32Array(new SharedArrayBuffer(0));
const NO_OWNERS = new Int32Array(0);

function bytesOf(blocks: SizeClass): number {
  return blocks.blocksAChunk * (blocks.capacity * ENTRY_BYTES + 4);
}

/** Number of the chunk that an address lies in. */
export function chunkOf(address: number): number {
  return address >>> CHUNK_BITS;
}

/** Offset of an address inside its chunk, in entries. */
export function offsetOf(address: number): number {
  return address & (CHUNK_ENTRIES - 1);
}

/** Entries that a block of a size class holds: 1, 2, 3, 4, 6, 8, 12, 16, … */
export function capacityOf(sizeClass: number): number {
  if (sizeClass === 0) return 1;
  const octave = (sizeClass - 1) >> 1;
  return sizeClass % 2 === 1 ? 2 << octave : 3 << octave;
}

/** The smallest size class whose blocks hold `entries`. */
export function sizeClassFor(entries: number): number {
  let sizeClass = 0;
  while (capacityOf(sizeClass) < entries) sizeClass += 1;
  return sizeClass;
}
