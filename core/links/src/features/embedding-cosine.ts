import { type CollaborationGraph, EMBEDDING_DIMENSION } from "@interlude/core-graph";

/** Vectors that are kept, a power of two: 256 bytes each. */
const SLOTS = 2 ** 15;
const PAGE_BITS = 6;
const PAGE_MASK = (1 << PAGE_BITS) - 1;
const NONE = -1;

/** Slots that are made when the first of them is needed. */
interface Page {
  readonly vectors: Float32Array;
  /** Of each slot, whose vector it holds. */
  readonly artists: Int32Array;
}

function emptyPage(): Page {
  return {
    vectors: new Float32Array(EMBEDDING_DIMENSION << PAGE_BITS),
    artists: new Int32Array(1 << PAGE_BITS).fill(NONE),
  };
}

/**
 * Cosines of the embeddings of a graph's artists. A vector takes longer to be read, since it is normalised then, than to
 * be multiplied by another, and is needed for many pairs: the last ones are kept, each in the slot of its artist's id.
 * At most 8 MB. Valid until the graph changes.
 */
export class EmbeddingCosine {
  readonly #pages: Page[] = [];
  /** The vector of the end for which many pairs are computed. */
  readonly #own = new Float64Array(EMBEDDING_DIMENSION);
  readonly #scratch = new Float32Array(EMBEDDING_DIMENSION);
  #ownOf = NONE;

  /** @param slots vectors that are kept, a power of two */
  constructor(
    private readonly graph: CollaborationGraph,
    private readonly slots = SLOTS,
  ) {}

  /** The cosine of two artists' vectors, the same from both ends to the last bit; NaN where one has no partner. */
  of(a: number, b: number): number {
    const { adjacency } = this.graph;
    if (adjacency.degree(a) === 0 || adjacency.degree(b) === 0) return Number.NaN;
    if (a !== this.#ownOf) {
      this.#own.set(this.graph.embeddingOf(a, this.#scratch));
      this.#ownOf = a;
    }
    const slot = b & (this.slots - 1);
    const { vectors, artists } = (this.#pages[slot >>> PAGE_BITS] ??= emptyPage());
    const inPage = slot & PAGE_MASK;
    const at = inPage * EMBEDDING_DIMENSION;
    if (artists[inPage] !== b) {
      vectors.set(this.graph.embeddingOf(b, this.#scratch), at);
      artists[inPage] = b;
    }
    return dotProduct(this.#own, vectors, at);
  }
}

/**
 * Σ x[d] · y[from + d]. Four sums side by side, since each addition waits for the one before it; products commute and the
 * order is fixed, so that the result is the same from both ends.
 */
function dotProduct(x: Float64Array, y: Float32Array, from: number): number {
  let [one, two, three, four] = [0, 0, 0, 0];
  for (let d = 0; d < EMBEDDING_DIMENSION; d += 4) {
    one += x[d]! * y[from + d]!;
    two += x[d + 1]! * y[from + d + 1]!;
    three += x[d + 2]! * y[from + d + 2]!;
    four += x[d + 3]! * y[from + d + 3]!;
  }
  return one + two + (three + four);
}
