import type { NeighbourLists } from "@interlude/core-graph";
import type { PairCounts } from "./link-feature.js";

const QUANTUM = 2 ** 36;

/**
 * The Adamic–Adar term of a common neighbour with `degree` neighbours: 1/ln(degree), rounded to a multiple of
 * 2^-36. A sum of up to 65,536 such terms is exact in Float64, so it does not depend on the order and can be
 * compared bit for bit. A common neighbour has at least two neighbours, so degrees 0 and 1 give 0.
 */
export function adamicAdarTerm(degree: number): number {
  return degree < 2 ? 0 : Math.round(QUANTUM / Math.log(degree)) / QUANTUM;
}

/** Pairs of one artist, as parallel columns of which the first `count` entries count. */
export class PairColumns {
  count = 0;
  others = new Int32Array(64);
  commonNeighbours = new Int32Array(64);
  adamicAdar = new Float64Array(64);
  preferentialAttachment = new Float64Array(64);

  /** The counts of pair `index`. */
  at(index: number): PairCounts {
    return {
      commonNeighbours: this.commonNeighbours[index]!,
      adamicAdar: this.adamicAdar[index]!,
      preferentialAttachment: this.preferentialAttachment[index]!,
    };
  }

  /** Makes room for `capacity` pairs; contents are lost. */
  clear(capacity: number): void {
    this.count = 0;
    if (capacity <= this.others.length) return;
    const size = Math.max(capacity, this.others.length * 2);
    this.others = new Int32Array(size);
    this.commonNeighbours = new Int32Array(size);
    this.adamicAdar = new Float64Array(size);
    this.preferentialAttachment = new Float64Array(size);
  }
}

/** Which pairs of an artist to enumerate: all, or those with an artist of larger id (each pair once). */
export type PairScope = "all" | "larger ids";

/**
 * Enumerates the two-hop pairs of an artist: counts common neighbours, Adamic–Adar and preferential attachment of all
 * of them in one pass over its neighbours' neighbours, with one accumulator and a list of what was touched: O(paths
 * of length two).
 *
 * `candidates` are the artists at distance two. `known` are the neighbours, counted as if the edge between the
 * two were not there, so that a known collaboration can be scored with its own evidence hidden: the common
 * neighbours and their degrees do not depend on that edge, the degrees of the two are one less.
 *
 * The columns are reused by the next call.
 */
export class TwoHopPairs {
  readonly candidates = new PairColumns();
  readonly known = new PairColumns();
  #counts = new Int32Array(0);
  #sums = new Float64Array(0);
  #touched = new Int32Array(0);
  #terms = new Float64Array(0);

  constructor(private readonly adjacency: NeighbourLists) {}

  /** Fills `candidates` and `known` for one artist. */
  enumerate(artist: number, scope: PairScope = "all"): void {
    this.#grow();
    const above = scope === "all" ? -1 : artist;
    const touchedCount = this.#accumulate(artist, above);
    this.#takeKnown(artist, above);
    this.#takeCandidates(artist, touchedCount);
  }

  /** Adds up over all paths artist–u–w with w > above; returns how many different w there are. */
  #accumulate(artist: number, above: number): number {
    const { adjacency } = this;
    const counts = this.#counts;
    const sums = this.#sums;
    const touched = this.#touched;
    const block = adjacency.listBlock(artist);
    const start = adjacency.listStart(artist);
    const end = start + adjacency.degree(artist);
    let touchedCount = 0;
    for (let i = start; i < end; i += 1) {
      const u = block[i]!;
      const term = this.#term(adjacency.degree(u));
      const second = adjacency.listBlock(u);
      const first = adjacency.listStart(u);
      // Backwards, so that the sorted list can be left as soon as it falls to `above`.
      for (let j = first + adjacency.degree(u) - 1; j >= first; j -= 1) {
        const w = second[j]!;
        if (w <= above) break;
        if (counts[w] === 0) {
          touched[touchedCount] = w;
          touchedCount += 1;
        }
        counts[w]! += 1;
        sums[w]! += term;
      }
    }
    return touchedCount;
  }

  /** Moves the neighbours' counts to `known`; their accumulators are zero afterwards. */
  #takeKnown(artist: number, above: number): void {
    const { adjacency, known } = this;
    const counts = this.#counts;
    const sums = this.#sums;
    const degree = adjacency.degree(artist);
    const block = adjacency.listBlock(artist);
    const start = adjacency.listStart(artist);
    known.clear(degree);
    for (let i = start; i < start + degree; i += 1) {
      const other = block[i]!;
      if (other <= above) continue;
      known.others[known.count] = other;
      known.commonNeighbours[known.count] = counts[other]!;
      known.adamicAdar[known.count] = sums[other]!;
      known.preferentialAttachment[known.count] = (degree - 1) * (adjacency.degree(other) - 1);
      known.count += 1;
      counts[other] = 0;
      sums[other] = 0;
    }
  }

  /** Moves what is left of the touched accumulators to `candidates`, in the order of first touch. */
  #takeCandidates(artist: number, touchedCount: number): void {
    const { adjacency, candidates } = this;
    const counts = this.#counts;
    const sums = this.#sums;
    const touched = this.#touched;
    const degree = adjacency.degree(artist);
    counts[artist] = 0;
    sums[artist] = 0;
    candidates.clear(touchedCount);
    const { others, commonNeighbours, adamicAdar, preferentialAttachment } = candidates;
    let count = 0;
    for (let i = 0; i < touchedCount; i += 1) {
      const other = touched[i]!;
      const common = counts[other]!;
      if (common === 0) continue;
      others[count] = other;
      commonNeighbours[count] = common;
      adamicAdar[count] = sums[other]!;
      preferentialAttachment[count] = degree * adjacency.degree(other);
      count += 1;
      counts[other] = 0;
      sums[other] = 0;
    }
    candidates.count = count;
  }

  #term(degree: number): number {
    if (degree >= this.#terms.length) {
      const terms = new Float64Array(Math.max(64, degree * 2));
      for (let d = 0; d < terms.length; d += 1) terms[d] = adamicAdarTerm(d);
      this.#terms = terms;
    }
    return this.#terms[degree]!;
  }

  #grow(): void {
    const artists = this.adjacency.artistCount;
    if (artists <= this.#counts.length) return;
    const size = Math.max(artists, this.#counts.length * 2);
    this.#counts = new Int32Array(size);
    this.#sums = new Float64Array(size);
    this.#touched = new Int32Array(size);
  }
}
