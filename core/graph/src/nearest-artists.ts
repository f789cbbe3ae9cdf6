import { EMBEDDING_DIMENSION, type EmbeddingRows, VectorReader } from "./embedding-rows.js";

export interface NearArtist {
  readonly artist: number;
  /** Cosine of the two vectors, -1 … 1. */
  readonly cosine: number;
}

export interface NearestOptions {
  /** How many to return at most. */
  readonly count: number;
  /** Negative where the first of two equally near artists comes first; by id where left out. */
  readonly compare?: (a: number, b: number) => number;
  /** Whom to leave out: the artist itself, for one. */
  readonly skip?: (artist: number) => boolean;
  /** Search artists `from` … `to`-1 only, so that a search can be cut into parts; all where left out. */
  readonly from?: number;
  readonly to?: number;
}

/**
 * The artists whose vectors are nearest to a unit vector, nearest first: exact, by looking at everybody. Artists
 * without edges are left out, for their vectors say nothing. Needs nothing but the rows, which are shared memory, so
 * it runs in a worker thread as well as here; a million artists take under a second.
 */
export function nearestArtists(
  rows: EmbeddingRows,
  vector: ArrayLike<number>,
  { count, compare = (a, b) => a - b, skip = () => false, from = 0, to = rows.rows }: NearestOptions,
): NearArtist[] {
  const reader = new VectorReader();
  const found: NearArtist[] = [];
  let least = -Infinity;
  if (count < 1) return found;
  for (let artist = from; artist < Math.min(to, rows.rows); artist += 1) {
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

/** Puts the results of searches in parts together. */
export function mergeNearest(
  parts: readonly (readonly NearArtist[])[],
  { count, compare = (a, b) => a - b }: Pick<NearestOptions, "count" | "compare">,
): NearArtist[] {
  const all = parts.flat().sort((x, y) => y.cosine - x.cosine || compare(x.artist, y.artist));
  return all.slice(0, count);
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
