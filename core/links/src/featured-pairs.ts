import type { AdjacencyIndex } from "@interlude/core-graph";
import { FEATURE_COUNT, featuresOf } from "./link-features.js";
import { Recency } from "./recency.js";
import { type PairScope, TwoHopPairs } from "./two-hop-pairs.js";

/** Which pairs of an artist to compute features of. */
interface PairSelection {
  readonly scope: PairScope;
  /** Ids of the other artist to take; all if left out. */
  readonly accept?: (other: number) => boolean;
}

/**
 * The pairs at distance two of a graph with their features. Training and serving both read them here, so that a model
 * is served what it was trained on. Valid until the graph changes.
 */
export class FeaturedPairs {
  readonly #pairs: TwoHopPairs;
  readonly #recency: Recency;
  readonly #values = new Float64Array(FEATURE_COUNT);

  /** @param asOf the date from which recency counts; see `newestFirstRecording` */
  constructor(adjacency: AdjacencyIndex, asOf: number) {
    this.#pairs = new TwoHopPairs(adjacency);
    this.#recency = new Recency(adjacency, asOf);
  }

  /**
   * Calls `visit` with the other artist (id) of each selected pair at distance two of `artist`, in no particular order,
   * and its feature values as `featuresOf` gives them. The values are overwritten for the next pair.
   */
  forEach(
    artist: number,
    { scope, accept }: PairSelection,
    visit: (other: number, values: Float64Array) => void,
  ): void {
    this.#pairs.enumerate(artist, scope);
    const { candidates } = this.#pairs;
    for (let i = 0; i < candidates.count; i += 1) {
      const other = candidates.others[i]!;
      if (accept !== undefined && !accept(other)) continue;
      const pair = { a: artist, b: other, counts: candidates.at(i), recency: this.#recency };
      visit(other, featuresOf(pair, this.#values));
    }
  }
}
