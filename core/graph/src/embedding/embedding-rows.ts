/** Length of an embedding vector. */
export const EMBEDDING_DIMENSION = 64;

export const CHUNK_BITS = 10;
export const CHUNK_ROWS = 1 << CHUNK_BITS;
/** An artist's row: 64 sums of the first hop, then 64 of the second. */
export const ROW = 2 * EMBEDDING_DIMENSION;

/**
 * Weights of a vertex's own seed, of the first hop and of the second hop in its vector. A weight of one half for the
 * seed predicts held-out edges as well as none (AUC of the cosine within .005 on jazz, NS and USAir) and still
 * distinguishes vertices with equal neighbourhoods.
 */
const HOP_WEIGHTS = [0.5, 1, 1] as const;

/** Sums of 1,024 artists: 16 bits each, or 32 if any of them needs more. */
export type SumChunk = Int16Array<SharedArrayBuffer> | Int32Array<SharedArrayBuffer>;

/** The exact sums from which all vectors are computed, and the seeds, in chunks of 1,024 artists. */
export interface EmbeddingRows {
  readonly sums: readonly SumChunk[];
  /** 64 bits an artist: bit d is 1 if component d of the seed is +1, 0 if it is -1. */
  readonly seeds: readonly Uint32Array[];
  readonly rows: number;
}

/** Computes vectors from rows, one at a time and without allocation. */
export class VectorReader {
  /** The vector read last: of unit length, in single precision. */
  readonly vector = new Float32Array(EMBEDDING_DIMENSION);
  readonly #combined = new Float64Array(EMBEDDING_DIMENSION);

  /**
   * Reads an artist's vector: the sum of the unit vectors of the three hops, weighted by {@link HOP_WEIGHTS} and
   * normalised. Returns whether the artist has edges; the vector of one without is its seed.
   */
  read(rows: EmbeddingRows, artist: number): boolean {
    const { vector } = this;
    const combined = this.#combined;
    const row = rows.sums[artist >>> CHUNK_BITS]!;
    const at = (artist & (CHUNK_ROWS - 1)) * ROW;
    const seeds = rows.seeds[artist >>> CHUNK_BITS]!;
    const seed = (artist & (CHUNK_ROWS - 1)) * 2;
    const low = seeds[seed]!;
    const high = seeds[seed + 1]!;
    const first = scaleOf(row, at, HOP_WEIGHTS[1]);
    const second = scaleOf(row, at + EMBEDDING_DIMENSION, HOP_WEIGHTS[2]);
    let squares = 0;
    for (let d = 0; d < EMBEDDING_DIMENSION; d += 1) {
      const sign = (((d < 32 ? low : high) >>> (d & 31)) & 1) * 2 - 1;
      const value = sign * SEED_SCALE + row[at + d]! * first + row[at + EMBEDDING_DIMENSION + d]! * second;
      combined[d] = value;
      squares += value * value;
    }
    const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
    for (let d = 0; d < EMBEDDING_DIMENSION; d += 1) vector[d] = combined[d]! * scale;
    return first > 0 || second > 0;
  }
}

const SEED_SCALE = HOP_WEIGHTS[0] / Math.sqrt(EMBEDDING_DIMENSION);

/** The factor that scales 64 sums to a vector of length `weight`; 0 for a zero vector. */
function scaleOf(row: SumChunk, from: number, weight: number): number {
  let squares = 0;
  for (let i = from; i < from + EMBEDDING_DIMENSION; i += 1) squares += row[i]! * row[i]!;
  return squares === 0 ? 0 : weight / Math.sqrt(squares);
}
