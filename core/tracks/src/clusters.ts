import { EMBEDDING_DIMENSION } from "@interlude/core-graph";
import { requireLength } from "./errors.js";
import { keyedRandom } from "./random.js";

/** As it always was: another seed is another model of the same tracks. */
const SEED = "interlude scenes";
const MOST_CLUSTERS = 16;
const ARTISTS_A_CLUSTER = 8;
const LARGEST_SAMPLE = 5000;
const LARGEST_ROUNDS = 25;

/** Clusters of artists by embedding: unit vectors in the space of the embeddings, as plain data. */
export interface Clusters {
  readonly centres: readonly (readonly number[])[];
}

/**
 * Fits clusters to artists' embeddings: spherical k-means (Dhillon and Modha 2001), begun by k-means++. Up to
 * sixteen, one for every eight artists; at least one. Depends on the order given: sort by MBID first.
 * @param embeddings unit vectors of `EMBEDDING_DIMENSION` numbers; empty ones are left out
 * @throws TracksError `SHAPE_MISMATCH` for another dimension
 */
export function fitClusters(embeddings: readonly ArrayLike<number>[]): Clusters {
  const known = embeddings.filter(({ length }) => length > 0);
  for (const { length } of known) requireLength("an artist's embedding", length, EMBEDDING_DIMENSION);
  // Evenly spread over the order given, which is by MBID and so without meaning.
  const stride = Math.max(1, known.length / LARGEST_SAMPLE);
  const sample = Array.from({ length: Math.min(known.length, LARGEST_SAMPLE) }, (_, i) =>
    Float64Array.from(known[Math.floor(i * stride)]!),
  );
  if (sample.length === 0) return { centres: [Array.from({ length: EMBEDDING_DIMENSION }, () => 0)] };
  const count = Math.max(1, Math.min(MOST_CLUSTERS, Math.floor(sample.length / ARTISTS_A_CLUSTER)));
  let centres: readonly ArrayLike<number>[] = firstCentres(sample, count);
  let assigned: number[] = [];
  for (let round = 0; round < LARGEST_ROUNDS; round++) {
    const next = sample.map((embedding) => nearest(centres, embedding));
    if (next.every((cluster, i) => cluster === assigned[i])) break;
    assigned = next;
    centres = meanDirections(sample, assigned, centres);
  }
  return { centres: centres.map((centre) => Array.from(centre)) };
}

/** Number of the cluster whose centre points most the same way; the first of equals. */
export function nearestCluster(clusters: Clusters, embedding: ArrayLike<number>): number {
  requireLength("an artist's embedding", embedding.length, EMBEDDING_DIMENSION);
  return nearest(clusters.centres, embedding);
}

function dot(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < EMBEDDING_DIMENSION; i++) sum += x[i]! * y[i]!;
  return sum;
}

function nearest(centres: readonly ArrayLike<number>[], embedding: ArrayLike<number>): number {
  let best = 0;
  let highest = -Infinity;
  for (const [i, centre] of centres.entries()) {
    const cosine = dot(centre, embedding);
    if (cosine > highest) {
      highest = cosine;
      best = i;
    }
  }
  return best;
}

/** k-means++ (Arthur and Vassilvitskii 2007): each next centre is drawn by its distance from those before. */
function firstCentres(sample: readonly Float64Array[], count: number): Float64Array[] {
  const random = keyedRandom(SEED);
  const centres = [sample[random.below(sample.length)]!];
  const distances = sample.map((embedding) => Math.max(0, 1 - dot(embedding, centres[0]!)));
  while (centres.length < count) {
    const total = distances.reduce((sum, distance) => sum + distance, 0);
    let left = random.uniform() * total;
    let chosen = distances.findIndex((distance) => (left -= distance) < 0);
    if (chosen < 0) chosen = 0; // all embeddings are the same
    const centre = sample[chosen]!;
    centres.push(centre);
    for (const [i, embedding] of sample.entries()) {
      distances[i] = Math.min(distances[i]!, Math.max(0, 1 - dot(embedding, centre)));
    }
  }
  return centres;
}

function meanDirections(
  sample: readonly Float64Array[],
  assigned: readonly number[],
  before: readonly ArrayLike<number>[],
): ArrayLike<number>[] {
  const sums = before.map(() => new Float64Array(EMBEDDING_DIMENSION));
  for (const [i, embedding] of sample.entries()) {
    const sum = sums[assigned[i]!]!;
    for (let d = 0; d < EMBEDDING_DIMENSION; d++) sum[d]! += embedding[d]!;
  }
  return sums.map((sum, cluster) => {
    const norm = Math.sqrt(dot(sum, sum));
    return norm > 0 ? sum.map((value) => value / norm) : before[cluster]!; // an empty cluster keeps its centre
  });
}
