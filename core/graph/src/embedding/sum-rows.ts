import {
  CHUNK_BITS,
  CHUNK_ROWS,
  EMBEDDING_DIMENSION,
  type EmbeddingRows,
  ROW,
  type SumChunk,
} from "./embedding-rows.js";
import type { MbidTable } from "../adjacency/mbid-table.js";

const SEED_LOW = 0x1f83d9ab;
const SEED_HIGH = 0x5be0cd19;

/** Offset in a row of the 64 sums of a hop. */
export const FIRST_HOP = 0;
export const SECOND_HOP = EMBEDDING_DIMENSION;

/**
 * The embedding's sums in shared memory, 16 bits each: 264 bytes an artist with the seed. A chunk of 1,024 artists is
 * widened to 32 bits for good when a sum in it overflows, which takes tens of thousands of neighbours, or neighbours
 * with as many.
 */
export class SumRows implements EmbeddingRows {
  readonly sums: SumChunk[];
  readonly seeds: Uint32Array[];
  rows: number;

  /** @param shared rows to share with another thread; new and empty if omitted */
  constructor({ sums, seeds, rows }: EmbeddingRows = { sums: [], seeds: [], rows: 0 }) {
    this.sums = [...sums];
    this.seeds = [...seeds];
    this.rows = rows;
  }

  memoryBytes(): number {
    let bytes = 0;
    for (const chunk of this.sums) bytes += chunk.byteLength;
    return bytes + this.seeds.length * CHUNK_ROWS * 8;
  }

  /** Adds rows with zero sums, and seeds, for artists interned since the last call whose id is less than `below`. */
  ensure(mbids: MbidTable, below = mbids.size): void {
    for (; this.rows < Math.min(below, mbids.size); this.rows += 1) {
      const offset = this.rows & (CHUNK_ROWS - 1);
      if (offset === 0) {
        this.sums.push(new Int16Array(new SharedArrayBuffer(CHUNK_ROWS * ROW * 2)));
        this.seeds.push(new Uint32Array(new SharedArrayBuffer(CHUNK_ROWS * 8)));
      }
      const seeds = this.seeds[this.rows >>> CHUNK_BITS]!;
      seeds[offset * 2] = mbids.hashOf(this.rows, SEED_LOW);
      seeds[offset * 2 + 1] = mbids.hashOf(this.rows, SEED_HIGH);
    }
  }

  /** Adds 64 values to the sums of a hop. */
  add(artist: number, hop: number, values: Int32Array): void {
    const at = (artist & (CHUNK_ROWS - 1)) * ROW + hop;
    const chunk = this.sums[artist >>> CHUNK_BITS]!;
    let overflow = 0;
    for (let d = 0; d < EMBEDDING_DIMENSION; d += 1) {
      const sum = chunk[at + d]! + values[d]!;
      chunk[at + d] = sum;
      overflow |= sum ^ ((sum << 16) >> 16);
    }
    if (overflow === 0 || chunk instanceof Int32Array) return;
    // Undo, which is exact: addition modulo 2^16 is a group.
    for (let d = 0; d < EMBEDDING_DIMENSION; d += 1) chunk[at + d]! -= values[d]!;
    this.#widen(artist >>> CHUNK_BITS);
    this.add(artist, hop, values);
  }

  /** Adds `times` the sums of a hop to 64 values. */
  addTo(values: Int32Array, artist: number, hop: number, times: number): void {
    const at = (artist & (CHUNK_ROWS - 1)) * ROW + hop;
    const chunk = this.sums[artist >>> CHUNK_BITS]!;
    for (let d = 0; d < EMBEDDING_DIMENSION; d += 1) values[d]! += times * chunk[at + d]!;
  }

  /** Adds `times` a seed to 64 values. */
  addSeedTo(values: Int32Array, artist: number, times: number): void {
    const seeds = this.seeds[artist >>> CHUNK_BITS]!;
    const low = seeds[(artist & (CHUNK_ROWS - 1)) * 2]!;
    const high = seeds[(artist & (CHUNK_ROWS - 1)) * 2 + 1]!;
    for (let d = 0; d < 32; d += 1) {
      values[d]! += times * (((low >>> d) & 1) * 2 - 1);
      values[32 + d]! += times * (((high >>> d) & 1) * 2 - 1);
    }
  }

  /** Replaces chunks by the ones that other threads have widened. */
  replaceChunks(widened: Iterable<readonly [chunk: number, sums: SumChunk]>): void {
    for (const [chunk, sums] of widened) this.sums[chunk] = sums;
  }

  #widen(chunk: number): void {
    const narrow = this.sums[chunk]!;
    const wide = new Int32Array(new SharedArrayBuffer(narrow.length * 4));
    wide.set(narrow);
    this.sums[chunk] = wide;
  }
}
