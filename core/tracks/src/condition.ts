import { requireLength } from "./errors.js";
import { keyedRandom } from "./random.js";

/** What is known of one artist. */
export interface ArtistContext {
  /** Unit vector of dimension 64; empty for an artist without collaborators. */
  readonly embedding: ArrayLike<number>;
  /** Distinct collaborators. */
  readonly degree: number;
  /** 0 to 100, `null` where no snapshot has it. */
  readonly popularity: number | null;
}

/** How close two different artists stand in the graph. */
export interface Proximity {
  readonly commonNeighbours: number;
  readonly adamicAdar: number;
}

/** The pair that a track is conditioned on. A solo track's artist is paired with itself. */
export interface PairContext {
  readonly a: ArtistContext;
  readonly b: ArtistContext;
  /** `null` where it is not known, and for an artist paired with itself. */
  readonly proximity: Proximity | null;
}

/** Dimension of the artist embeddings. */
export const EMBEDDING_DIMENSION = 64;
const MEAN_DIMENSIONS = 16;
const GAP_DIMENSIONS = 8;

const MEAN_PROJECTION = signMatrix("interlude condition: mean", MEAN_DIMENSIONS);
const GAP_PROJECTION = signMatrix("interlude condition: gap", GAP_DIMENSIONS);

/** Names of the numbers of a condition vector, in order. */
export const CONDITION_NAMES: readonly string[] = [
  ...Array.from({ length: MEAN_DIMENSIONS }, (_, i) => `embedding_mean_${i + 1}`),
  ...Array.from({ length: GAP_DIMENSIONS }, (_, i) => `embedding_gap_${i + 1}`),
  "embedding_cosine",
  "embedding_known",
  "log_preferential_attachment",
  "proximity_known",
  "log_common_neighbours",
  "log_adamic_adar",
  "popularity_mean",
  "popularity_known",
];

/** A fixed projection by random signs (Achlioptas 2003), which nearly keeps distances. */
function signMatrix(key: string, rows: number): Float64Array[] {
  const random = keyedRandom(key);
  const size = 1 / Math.sqrt(rows);
  return Array.from({ length: rows }, () =>
    Float64Array.from({ length: EMBEDDING_DIMENSION }, () => (random.uniform() < 0.5 ? -size : size)),
  );
}

function project(matrix: readonly Float64Array[], vector: Float64Array): number[] {
  return matrix.map((row) => {
    let sum = 0;
    for (let i = 0; i < vector.length; i++) sum += row[i]! * vector[i]!;
    return sum;
  });
}

function embeddingOf(artist: ArtistContext): Float64Array | null {
  if (artist.embedding.length === 0) return null;
  requireLength("an artist's embedding", artist.embedding.length, EMBEDDING_DIMENSION);
  return Float64Array.from(artist.embedding);
}

function embeddingConditions(pair: PairContext): number[] {
  const known = [embeddingOf(pair.a), embeddingOf(pair.b)].filter((vector) => vector !== null);
  const mean = new Float64Array(EMBEDDING_DIMENSION);
  const gap = new Float64Array(EMBEDDING_DIMENSION);
  const a = known[0];
  if (a === undefined) {
    return [...project(MEAN_PROJECTION, mean), ...project(GAP_PROJECTION, gap), 0, 0];
  }
  const b = known[1] ?? a; // an artist without collaborators adds nothing: the other one stands for both
  let dot = 0;
  for (let i = 0; i < EMBEDDING_DIMENSION; i++) {
    mean[i] = (a[i]! + b[i]!) / 2;
    gap[i] = Math.abs(a[i]! - b[i]!);
    dot += a[i]! * b[i]!;
  }
  return [...project(MEAN_PROJECTION, mean), ...project(GAP_PROJECTION, gap), dot, known.length / 2];
}

function popularityConditions(pair: PairContext): number[] {
  const { a, b } = pair;
  if (a.popularity !== null && b.popularity !== null) return [(a.popularity + b.popularity) / 200, 1];
  const known = a.popularity ?? b.popularity;
  return known === null ? [0, 0] : [known / 100, 0.5];
}

/**
 * The raw condition vector of a pair; the same whichever artist comes first.
 * Proximity as link prediction counts it, each on a logarithmic scale; what is unknown is 0 beside a flag.
 * @returns as many numbers as `CONDITION_NAMES` has names; the model standardises them
 * @throws TracksError `SHAPE_MISMATCH` for an embedding of another dimension
 */
export function conditionVector(pair: PairContext): Float64Array {
  const { proximity } = pair;
  return Float64Array.from([
    ...embeddingConditions(pair),
    Math.log1p(pair.a.degree) + Math.log1p(pair.b.degree),
    ...(proximity === null
      ? [0, 0, 0]
      : [1, Math.log1p(proximity.commonNeighbours), Math.log1p(proximity.adamicAdar)]),
    ...popularityConditions(pair),
  ]);
}
