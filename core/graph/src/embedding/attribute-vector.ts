import { EMBEDDING_DIMENSION } from "./embedding-rows.js";
import { hashText } from "../hash.js";

/** What the catalogue has of an artist beside collaborations. */
export interface ArtistAttributes {
  readonly genres: readonly string[];
  /** A country by name or code, as the catalogue has it. */
  readonly country: string | null;
  /** Person, Group … */
  readonly type: string | null;
  readonly gender: string | null;
}

/**
 * Weight of an attribute. A genre says most about which artists record together; type and gender say little, since half
 * of all artists share them. Set by judgement, not fitted.
 */
const WEIGHTS = { genre: 4, country: 2, type: 1, gender: 1 } as const;
const SEED_LOW = 0x510e527f;
const SEED_HIGH = 0x9b05688c;

/**
 * The sums behind an artist's attribute vector: for each attribute a row of ±1 hashed from its text, times its weight
 * (feature hashing, Weinberger et al. 2009). Integers, so the order of genres does not matter; a repeated genre counts
 * once, and case is ignored.
 *
 * The vectors are a space of their own. Its axes are unrelated to those of the embedding: a cosine between a vector of
 * one and a vector of the other is noise around zero. Every artist has an attribute vector, with edges or without, so
 * pairs with an artist of degree 0 are compared in this space, and all others in the embedding's. The cosine of two
 * attribute vectors is, up to the noise of 64 dimensions (a standard deviation of about 0.12), the sum of squared
 * weights of the shared attributes over the product of the two lengths: 1 for equal attributes, about 0 for none shared.
 *
 * Centroids of the embeddings of a genre's artists would be in the embedding's space, but a single edge would then
 * change the vectors of a hundred thousand artists.
 */
export function attributeSums(attributes: ArtistAttributes): Int32Array {
  const sums = new Int32Array(EMBEDDING_DIMENSION);
  const genres = new Set(attributes.genres.map((genre) => normalized(genre)));
  for (const genre of genres) addFeature(sums, "genre", genre);
  for (const kind of ["country", "type", "gender"] as const) {
    const value = attributes[kind];
    if (value !== null) addFeature(sums, kind, normalized(value));
  }
  return sums;
}

/** {@link attributeSums} as a unit vector of 64 values; an empty array for an artist without attributes. */
export function attributeVector(attributes: ArtistAttributes): Float32Array {
  const sums = attributeSums(attributes);
  let squares = 0;
  for (const sum of sums) squares += sum * sum;
  if (squares === 0) return new Float32Array(0);
  return Float32Array.from(sums, (sum) => sum / Math.sqrt(squares));
}

function addFeature(sums: Int32Array, kind: keyof typeof WEIGHTS, value: string): void {
  if (value === "") return;
  const text = `${kind}:${value}`;
  const halves = [hashText(text, SEED_LOW), hashText(text, SEED_HIGH)] as const;
  for (let d = 0; d < EMBEDDING_DIMENSION; d += 1) {
    const bit = (halves[d >>> 5]! >>> (d & 31)) & 1;
    sums[d]! += WEIGHTS[kind] * (bit * 2 - 1);
  }
}

function normalized(text: string): string {
  return text.normalize("NFC").trim().toLowerCase();
}
