import type { AdjacencyIndex } from "@interlude/core-graph";

/** The artists of a graph in the order of their MBIDs, as far as it had them when this was made. */
export class ArtistOrder {
  readonly #ordered: Int32Array;

  constructor(private readonly graph: AdjacencyIndex) {
    const { artistCount, mbids } = graph;
    this.#ordered = Int32Array.from({ length: artistCount }, (_, id) => id).sort((x, y) =>
      mbids.compare(x, y),
    );
  }

  /** Up to `count` artists (ids) after an MBID, or from the first on. */
  after(mbid: string | null, count: number): Int32Array {
    const from = mbid === null ? 0 : this.#countUpTo(mbid);
    return this.#ordered.subarray(from, from + count);
  }

  /** How many artists have that MBID or a lower one. */
  #countUpTo(mbid: string): number {
    let [low, high] = [0, this.#ordered.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.graph.mbids.mbidOf(this.#ordered[middle]!) <= mbid) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
