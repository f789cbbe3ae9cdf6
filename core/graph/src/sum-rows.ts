import {
  CHUNK_BITS,
  CHUNK_ROWS,
  EMBEDDING_DIMENSION,
  type EmbeddingRows,
  ROW,
  type SumChunk,
} from "./embedding-rows.js";
import type { MbidTable } from "./mbid-table.js";

const SEED_LOW = 0x1f83d9ab;
const SEED_HIGH = 0x5be0cd19;

/** Which half of a row: where its 64 sums begin. */
export const FIRST_HOP = 0;
export const SECOND_HOP = EMBEDDING_DIMENSION;

/**
 * The embedding's sums in shared memory, 16 bits each: 264 bytes an artist with the seed. A chunk of 1,024 artists gets
 * 32 bits when a sum in it first needs more, which takes an artist with tens of thousands of neighbours or a
 * neighbourhood of such; it keeps them.
 */
export class SumRows implements EmbeddingRows {
  readonly sums: SumChunk[];
  readonly seeds: Uint32Array[];
  rows: number;

  /** @param shared rows of another thread, to work on in this one; none where left out */
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

  /** Makes rows of zeros, and seeds, for those interned since the last call, at most up to an id. */
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

  /** Adds 64 sums to half a row. */
  add(artist: number, hop: number, values: Int32Array): void {
    const at = (artist & (CHUNK_ROWS - 1)) * ROW + hop;
    const chunk = this.sums[artist >>> CHUNK_BITS]!;
    let lost = 0;
    for (let d = 0; d < EMBEDDING_DIMENSION; d += 1) {
      const sum = chunk[at + d]! + values[d]!;
      chunk[at + d] = sum;
      lost |= sum ^ ((sum << 16) >> 16);
    }
    if (lost === 0 || chunk instanceof Int32Array) return;
    // What wrapped comes back: addition to 16 bits is a group.
    for (let d = 0; d < EMBEDDING_DIMENSION; d += 1) chunk[at + d]! -= values[d]!;
    this.widen(artist >>> CHUNK_BITS);
    this.add(artist, hop, values);
  }

  /** Adds half a row to 64 values, `times` over. */
  addTo(values: Int32Array, artist: number, hop: number, times: number): void {
    const at = (artist & (CHUNK_ROWS - 1)) * ROW + hop;
    const chunk = this.sums[artist >>> CHUNK_BITS]!;
    for (let d = 0; d < EMBEDDING_DIMENSION; d += 1) values[d]! += times * chunk[at + d]!;
  }

  /** Adds a seed to 64 values, `times` over. */
  addSeedTo(values: Int32Array, artist: number, times: number): void {
    const seeds = this.seeds[artist >>> CHUNK_BITS]!;
    const low = seeds[(artist & (CHUNK_ROWS - 1)) * 2]!;
    const high = seeds[(artist & (CHUNK_ROWS - 1)) * 2 + 1]!;
    for (let d = 0; d < 32; d += 1) {
      values[d]! += times * (((low >>> d) & 1) * 2 - 1);
      values[32 + d]! += times * (((high >>> d) & 1) * 2 - 1);
    }
  }

  /** Puts chunks in that other threads have made for sums of more than 16 bits. */
  take(widened: Iterable<readonly [chunk: number, sums: SumChunk]>): void {
    for (const [chunk, sums] of widened) this.sums[chunk] = sums;
  }

  private widen(chunk: number): void {
    const narrow = this.sums[chunk]!;
    const wide = new Int32Array(new SharedArrayBuffer(narrow.length * 4));
    wide.set(narrow);
    this.sums[chunk] = wide;
  }
}
