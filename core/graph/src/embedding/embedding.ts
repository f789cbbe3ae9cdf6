import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import {
  CHUNK_BITS,
  CHUNK_ROWS,
  EMBEDDING_DIMENSION,
  type EmbeddingRows,
  ROW,
  VectorReader,
} from "./embedding-rows.js";
import { fullEmbedding } from "./full-embedding.js";
import { runToCompletion } from "../cooperative-task.js";
import { FIRST_HOP, SECOND_HOP, type SumRows } from "./sum-rows.js";

/** Version of the definition: rises if the same graph would get other vectors (other seeds, sums or hop weights). */
export const EMBEDDING_DEFINITION = 1;
/** Most changes applied as one batch: each of their endpoints takes some hundred bytes meanwhile. */
const MAX_PENDING = 4_096;

/** An edge that was inserted (+1) or removed (-1). */
interface PendingChange {
  readonly a: number;
  readonly b: number;
  readonly sign: 1 | -1;
}

/**
 * Two-hop random projection of the graph (FastRP, Chen et al. 2019; RandNE, Zhang et al. 2018), stored so that it can be
 * updated exactly.
 *
 * S0[v] ∈ {-1, +1}^64 comes from a hash of the MBID of v alone; S1[v] = Σ S0[u] and S2[v] = Σ S1[u] over the
 * neighbours u of v, unweighted and not normalised. The sums are integers, so adding and subtracting is exact
 * and any order of edits gives the same bits as a full computation. They are normalised by `read`.
 *
 * They fit 32 bits: |S1[v]| ≤ degree(v), and |S2[v]| ≤ Σ degree(u) over the neighbours u of v ≤ 2 × edges, since edge
 * weights are not used. The bound is reached at 2^30 edges, whose neighbour lists alone take 24 GB.
 *
 * The owner calls `edgeInserted` and `edgeRemoved` right after each change of the adjacency. Changes are applied as a
 * batch by the next read: the neighbours of an endpoint are then updated once, however many of its edges changed.
 */
export class Embedding {
  #pending: PendingChange[] = [];
  readonly #reader = new VectorReader();

  /** @param rows sums of this adjacency as it is now; computed if omitted */
  constructor(
    private readonly adjacency: AdjacencyIndex,
    private readonly rows: SumRows = runToCompletion(fullEmbedding(adjacency)),
  ) {}

  /** Bytes of typed arrays that the embedding holds: 264 an artist. */
  memoryBytes(): number {
    return this.rows.memoryBytes();
  }

  /** Records an edge that was just inserted. It changes the embeddings of its endpoints and of their neighbours. */
  edgeInserted(a: number, b: number): void {
    this.#record(a, b, 1);
  }

  /** Records an edge that was just removed. It changes the embeddings of its endpoints and of their neighbours. */
  edgeRemoved(a: number, b: number): void {
    this.#record(a, b, -1);
  }

  /**
   * The artist's unit vector, as {@link VectorReader} computes it: for a vertex of degree 0 its seed alone. `out`, if
   * given, takes the 64 values.
   */
  read(artist: number, out: Float32Array = new Float32Array(EMBEDDING_DIMENSION)): Float32Array {
    this.#applyPending();
    this.#reader.read(this.rows, artist);
    out.set(this.#reader.vector);
    return out;
  }

  /**
   * The rows for a worker thread: shared memory, not a copy. A thread would see partly applied changes, so the caller
   * must change nothing while it reads, or discard what it found.
   */
  share(): EmbeddingRows {
    this.#applyPending();
    const { sums, seeds, rows } = this.rows;
    return { sums: [...sums], seeds: [...seeds], rows };
  }

  /** A copy of the 128 exact sums of an artist: 64 of the first hop, then 64 of the second. */
  hopSums(artist: number): Int32Array {
    this.#applyPending();
    const start = (artist & (CHUNK_ROWS - 1)) * ROW;
    return Int32Array.from(this.rows.sums[artist >>> CHUNK_BITS]!.subarray(start, start + ROW));
  }

  #record(a: number, b: number, sign: 1 | -1): void {
    this.#pending.push({ a, b, sign });
    if (this.#pending.length >= MAX_PENDING) this.#applyPending();
  }

  /**
   * Applies the recorded changes. With d1[u] the change of S1[u], and N(v) the neighbours of v as they are now:
   *
   * S2'[v] = Σ S1'[u] over N(v) = S2[v] + Σ ±S1[u] over inserted and removed neighbours u + Σ d1[u] over N(v).
   */
  #applyPending(): void {
    const { rows, adjacency } = this;
    const pending = this.#pending;
    rows.ensure(adjacency.mbids);
    if (pending.length === 0) return;
    this.#pending = [];
    const deltas = new Map<number, Int32Array>();
    const deltaOf = (artist: number): Int32Array => {
      let delta = deltas.get(artist);
      if (delta === undefined) deltas.set(artist, (delta = new Int32Array(EMBEDDING_DIMENSION)));
      return delta;
    };
    const scratch = new Int32Array(EMBEDDING_DIMENSION);
    const link = (to: number, from: number, sign: 1 | -1): void => {
      rows.addSeedTo(deltaOf(to), from, sign);
      scratch.fill(0);
      rows.addTo(scratch, from, FIRST_HOP, sign);
      rows.add(to, SECOND_HOP, scratch);
    };
    for (const { a, b, sign } of pending) {
      link(a, b, sign);
      link(b, a, sign);
    }
    for (const [artist, delta] of deltas) {
      rows.add(artist, FIRST_HOP, delta);
      const block = adjacency.listBlock(artist);
      const start = adjacency.listStart(artist);
      for (let i = start; i < start + adjacency.degree(artist); i += 1)
        rows.add(block[i]!, SECOND_HOP, delta);
    }
  }
}
