import { EMBEDDING_DIMENSION, type EmbeddingRows, VectorReader } from "../embedding/embedding-rows.js";

export interface NearArtist {
  readonly artist: number;
  /** Cosine of the two vectors, -1 … 1. */
  readonly cosine: number;
}

interface NearestOptions {
  /** How many to return at most. */
  readonly count: number;
  /** Order of equally near artists; by id if omitted. */
  readonly compare?: (a: number, b: number) => number;
  /** Excludes artists from the result, for example the one asked about. */
  readonly skip?: (artist: number) => boolean;
}

/**
 * The artists whose vectors have the largest cosine with a unit vector, largest first: exact, by a linear scan. Artists
 * of degree 0 are excluded, since their vectors are random. Reads the rows only, which are shared memory, so it can run
 * in a worker thread; a million artists take under a second.
 */
export function nearestArtists(
  rows: EmbeddingRows,
  vector: ArrayLike<number>,
  { count, compare = (a, b) => a - b, skip = () => false }: NearestOptions,
): NearArtist[] {
  const reader = new VectorReader();
  const found: NearArtist[] = [];
  let least = -Infinity;
  if (count < 1) return found;
  for (let artist = 0; artist < rows.rows; artist += 1) {
    if (!reader.read(rows, artist)) continue;
    let cosine = 0;
    for (let d = 0; d < EMBEDDING_DIMENSION; d += 1) cosine += vector[d]! * reader.vector[d]!;
    if (cosine < least || skip(artist)) continue;
    insert(found, { artist, cosine }, compare);
    if (found.length > count) found.pop();
    if (found.length === count) least = found.at(-1)!.cosine;
  }
  return found;
}

function insert(found: NearArtist[], near: NearArtist, compare: (a: number, b: number) => number): void {
  let at = found.length;
  while (at > 0) {
    const before = found[at - 1]!;
    if (before.cosine > near.cosine) break;
    if (before.cosine === near.cosine && compare(before.artist, near.artist) < 0) break;
    at -= 1;
  }
  found.splice(at, 0, near);
}
