import type { AdjacencyIndex } from "./adjacency-index.js";
import {
  CHUNK_BITS,
  CHUNK_ROWS,
  EMBEDDING_DIMENSION,
  type EmbeddingRows,
  ROW,
  VectorReader,
} from "./embedding-rows.js";

/** Rises when the same graph would get other vectors: other seeds, other sums or other shares. */
export const EMBEDDING_DEFINITION = 1;
const SEED_LOW = 0x1f83d9ab;
const SEED_HIGH = 0x5be0cd19;
/**
 * Two-hop random projection of the graph (FastRP, Chen et al. 2019; RandNE, Zhang et al. 2018), kept so that
 * it can be updated exactly.
 *
 * S0[v] ∈ {-1, +1}^64 comes from a hash of the MBID of v alone; S1[v] = Σ S0[u] and S2[v] = Σ S1[u] over the
 * neighbours u of v, unweighted and not normalised. The sums are integers, so adding and subtracting is exact
 * and any order of edits gives the same bits as a full computation. Normalising happens on `read`.
 *
 * 32 bits hold them. |S1[v]| ≤ degree(v), and |S2[v]| ≤ Σ degree(u) over the neighbours u of v ≤ 2 × edges: weights
 * are not in it, and however heavy a hub, the lists of its neighbours are part of the graph's. The bound is reached
 * at 2^30 edges, where neighbour lists alone take 24 GB. On the way to a sum that fits, an intermediate one may
 * wrap; it comes back, for 32-bit addition is a group.
 *
 * The owner calls `edgeInserted` and `edgeRemoved` right after each change of the adjacency.
 */
export class Embedding implements EmbeddingRows {
  sums: Int32Array[] = [];
  seeds: Uint32Array[] = [];
  rows = 0;
  private readonly reader = new VectorReader();

  constructor(private readonly adjacency: AdjacencyIndex) {
    this.recompute();
  }

  /** Forgets everything and computes all sums from the adjacency. Costs O(edges × 64), most of it waiting for memory. */
  recompute(): void {
    this.sums = [];
    this.seeds = [];
    this.rows = 0;
    this.ensureRows();
    // Gathered artist by artist: written in order, and all of one hop before the next.
    for (let artist = 0; artist < this.rows; artist += 1) this.gatherSeeds(artist);
    for (let artist = 0; artist < this.rows; artist += 1) this.gatherFirstHop(artist);
  }

  /** Bytes of typed arrays that the embedding holds: 520 an artist. */
  memoryBytes(): number {
    return this.sums.length * CHUNK_ROWS * (ROW + 2) * 4;
  }

  /** Takes in an edge that was just inserted. Moves the embeddings of the ends and of their neighbours. */
  edgeInserted(a: number, b: number): void {
    this.ensureRows();
    this.addSeed(a, 0, b, 1);
    this.addSeed(b, 0, a, 1);
    this.addFirstHop(a, b, 1);
    this.addFirstHop(b, a, 1);
    this.spread(a, b, 1);
    this.spread(b, a, 1);
  }

  /** Takes in an edge that was just removed. Moves the embeddings of the ends and of their neighbours. */
  edgeRemoved(a: number, b: number): void {
    this.addFirstHop(a, b, -1);
    this.addFirstHop(b, a, -1);
    this.addSeed(a, 0, b, -1);
    this.addSeed(b, 0, a, -1);
    this.spread(a, b, -1);
    this.spread(b, a, -1);
  }

  /**
   * The artist's vector of unit length, as {@link VectorReader} makes it. An artist without edges has its seed only.
   * `out`, where given, takes the 64 values.
   */
  read(artist: number, out: Float32Array = new Float32Array(EMBEDDING_DIMENSION)): Float32Array {
    this.ensureRows();
    this.reader.read(this, artist);
    out.set(this.reader.vector);
    return out;
  }

  /**
   * The rows as they are, for a worker thread: shared memory, not a copy. Whoever reads them sees changes half made,
   * so the owner changes nothing while a search runs.
   */
  share(): EmbeddingRows {
    this.ensureRows();
    return { sums: [...this.sums], seeds: [...this.seeds], rows: this.rows };
  }

  /** The 128 exact sums behind an artist's vector: the first hop's 64, then the second's. A copy. */
  hopSums(artist: number): Int32Array {
    this.ensureRows();
    const start = (artist & (CHUNK_ROWS - 1)) * ROW;
    return this.sums[artist >>> CHUNK_BITS]!.slice(start, start + ROW);
  }

  /** S1[artist] = Σ S0[u], from a row of zeros. */
  private gatherSeeds(artist: number): void {
    const degree = this.adjacency.degree(artist);
    if (degree === 0) return;
    const sums = this.sums[artist >>> CHUNK_BITS]!;
    const at = (artist & (CHUNK_ROWS - 1)) * ROW;
    const block = this.adjacency.listBlock(artist);
    const start = this.adjacency.listStart(artist);
    for (let i = start; i < start + degree; i += 1) {
      const u = block[i]!;
      const seeds = this.seeds[u >>> CHUNK_BITS]!;
      const low = seeds[(u & (CHUNK_ROWS - 1)) * 2]!;
      const high = seeds[(u & (CHUNK_ROWS - 1)) * 2 + 1]!;
      for (let d = 0; d < 32; d += 1) {
        sums[at + d]! += (low >>> d) & 1;
        sums[at + 32 + d]! += (high >>> d) & 1;
      }
    }
    // Ones were counted; what is not one is minus one.
    for (let d = at; d < at + EMBEDDING_DIMENSION; d += 1) sums[d] = 2 * sums[d]! - degree;
  }

  /** S2[artist] = Σ S1[u], from a row of zeros. */
  private gatherFirstHop(artist: number): void {
    const degree = this.adjacency.degree(artist);
    if (degree === 0) return;
    const sums = this.sums[artist >>> CHUNK_BITS]!;
    const to = (artist & (CHUNK_ROWS - 1)) * ROW + EMBEDDING_DIMENSION;
    const block = this.adjacency.listBlock(artist);
    const start = this.adjacency.listStart(artist);
    for (let i = start; i < start + degree; i += 1) {
      const u = block[i]!;
      const source = this.sums[u >>> CHUNK_BITS]!;
      const from = (u & (CHUNK_ROWS - 1)) * ROW;
      for (let d = 0; d < EMBEDDING_DIMENSION; d += 1) sums[to + d]! += source[from + d]!;
    }
  }

  /** An inserted or removed edge a–b moved S1[a] by ±S0[b]: passes that on to the other neighbours of a. */
  private spread(a: number, b: number, sign: 1 | -1): void {
    const block = this.adjacency.listBlock(a);
    const start = this.adjacency.listStart(a);
    const end = start + this.adjacency.degree(a);
    for (let i = start; i < end; i += 1) {
      if (block[i] !== b) this.addSeed(block[i]!, EMBEDDING_DIMENSION, b, sign);
    }
  }

  /** sums[target] at `hopOffset` += sign × S0[source]. */
  private addSeed(target: number, hopOffset: number, source: number, sign: 1 | -1): void {
    const sums = this.sums[target >>> CHUNK_BITS]!;
    const start = (target & (CHUNK_ROWS - 1)) * ROW + hopOffset;
    const seeds = this.seeds[source >>> CHUNK_BITS]!;
    const seed = (source & (CHUNK_ROWS - 1)) * 2;
    const low = seeds[seed]!;
    const high = seeds[seed + 1]!;
    for (let d = 0; d < 32; d += 1) {
      sums[start + d]! += sign * (((low >>> d) & 1) * 2 - 1);
      sums[start + 32 + d]! += sign * (((high >>> d) & 1) * 2 - 1);
    }
  }

  /** S2[target] += sign × S1[source]. */
  private addFirstHop(target: number, source: number, sign: 1 | -1): void {
    const to = this.sums[target >>> CHUNK_BITS]!;
    const toStart = (target & (CHUNK_ROWS - 1)) * ROW + EMBEDDING_DIMENSION;
    const from = this.sums[source >>> CHUNK_BITS]!;
    const fromStart = (source & (CHUNK_ROWS - 1)) * ROW;
    for (let d = 0; d < EMBEDDING_DIMENSION; d += 1) to[toStart + d]! += sign * from[fromStart + d]!;
  }

  /** Makes seed rows for artists interned since the last call. */
  private ensureRows(): void {
    for (; this.rows < this.adjacency.artistCount; this.rows += 1) {
      const offset = this.rows & (CHUNK_ROWS - 1);
      if (offset === 0) {
        this.sums.push(new Int32Array(new SharedArrayBuffer(CHUNK_ROWS * ROW * 4)));
        this.seeds.push(new Uint32Array(new SharedArrayBuffer(CHUNK_ROWS * 2 * 4)));
      }
      const seeds = this.seeds[this.rows >>> CHUNK_BITS]!;
      seeds[offset * 2] = this.adjacency.mbids.hashOf(this.rows, SEED_LOW);
      seeds[offset * 2 + 1] = this.adjacency.mbids.hashOf(this.rows, SEED_HIGH);
    }
  }
}
