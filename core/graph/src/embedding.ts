import type { AdjacencyIndex } from "./adjacency-index.js";
import {
  CHUNK_BITS,
  CHUNK_ROWS,
  EMBEDDING_DIMENSION,
  type EmbeddingRows,
  ROW,
  VectorReader,
} from "./embedding-rows.js";
import { fullEmbedding } from "./full-embedding.js";
import { atOnce } from "./slices.js";
import { FIRST_HOP, SECOND_HOP, type SumRows } from "./sum-rows.js";

/** Rises when the same graph would get other vectors: other seeds, other sums or other shares. */
export const EMBEDDING_DEFINITION = 1;
/** Changes taken in together at most: each artist among their ends takes some hundred bytes meanwhile. */
const MOST_PENDING = 4_096;

/** An edge that came or went. */
interface Pending {
  readonly a: number;
  readonly b: number;
  readonly sign: 1 | -1;
}

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
 * at 2^30 edges, where neighbour lists alone take 24 GB.
 *
 * The owner calls `edgeInserted` and `edgeRemoved` right after each change of the adjacency. Changes are taken in
 * together when somebody reads: what an edge does to the neighbours of its ends is then added once an end, however many
 * edges of a hub have changed.
 */
export class Embedding {
  private pending: Pending[] = [];
  private readonly reader = new VectorReader();

  /** @param rows sums of just this adjacency, if they are there already; computed where they are not */
  constructor(
    private readonly adjacency: AdjacencyIndex,
    private readonly rows: SumRows = atOnce(fullEmbedding(adjacency)),
  ) {}

  /** Bytes of typed arrays that the embedding holds: 264 an artist. */
  memoryBytes(): number {
    return this.rows.memoryBytes();
  }

  /** Notes an edge that was just inserted. It moves the embeddings of the ends and of their neighbours. */
  edgeInserted(a: number, b: number): void {
    this.note(a, b, 1);
  }

  /** Notes an edge that was just removed. It moves the embeddings of the ends and of their neighbours. */
  edgeRemoved(a: number, b: number): void {
    this.note(a, b, -1);
  }

  /**
   * The artist's vector of unit length, as {@link VectorReader} makes it. An artist without edges has its seed only.
   * `out`, where given, takes the 64 values.
   */
  read(artist: number, out: Float32Array = new Float32Array(EMBEDDING_DIMENSION)): Float32Array {
    this.settle();
    this.reader.read(this.rows, artist);
    out.set(this.reader.vector);
    return out;
  }

  /**
   * The rows as they are, for a worker thread: shared memory, not a copy. Whoever reads them sees changes half made,
   * so the owner changes nothing while a search runs.
   */
  share(): EmbeddingRows {
    this.settle();
    const { sums, seeds, rows } = this.rows;
    return { sums: [...sums], seeds: [...seeds], rows };
  }

  /** The 128 exact sums behind an artist's vector: the first hop's 64, then the second's. A copy. */
  hopSums(artist: number): Int32Array {
    this.settle();
    const start = (artist & (CHUNK_ROWS - 1)) * ROW;
    return Int32Array.from(this.rows.sums[artist >>> CHUNK_BITS]!.subarray(start, start + ROW));
  }

  private note(a: number, b: number, sign: 1 | -1): void {
    this.pending.push({ a, b, sign });
    if (this.pending.length >= MOST_PENDING) this.settle();
  }

  /**
   * Takes in what was noted. With d1[u] by how much S1[u] moves, and the lists as they are now:
   *
   * S2'[v] = Σ S1'[u] over v's neighbours u = S2[v] + Σ ±S1[u] over those that came or went + Σ d1[u] over all.
   */
  private settle(): void {
    const { rows, adjacency, pending } = this;
    rows.ensure(adjacency.mbids);
    if (pending.length === 0) return;
    this.pending = [];
    const moves = new Map<number, Int32Array>();
    const moveOf = (artist: number): Int32Array => {
      let move = moves.get(artist);
      if (move === undefined) moves.set(artist, (move = new Int32Array(EMBEDDING_DIMENSION)));
      return move;
    };
    const scratch = new Int32Array(EMBEDDING_DIMENSION);
    const link = (to: number, from: number, sign: 1 | -1): void => {
      rows.addSeedTo(moveOf(to), from, sign);
      scratch.fill(0);
      rows.addTo(scratch, from, FIRST_HOP, sign);
      rows.add(to, SECOND_HOP, scratch);
    };
    for (const { a, b, sign } of pending) {
      link(a, b, sign);
      link(b, a, sign);
    }
    for (const [artist, move] of moves) {
      rows.add(artist, FIRST_HOP, move);
      const block = adjacency.listBlock(artist);
      const start = adjacency.listStart(artist);
      for (let i = start; i < start + adjacency.degree(artist); i += 1) rows.add(block[i]!, SECOND_HOP, move);
    }
  }
}
