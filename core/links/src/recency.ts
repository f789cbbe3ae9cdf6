import type { AdjacencyIndex } from "@interlude/core-graph";

/**
 * When artists last began a collaboration: the highest first recording of their edges, read once an artist. Valid
 * until the graph changes.
 */
export class Recency {
  /** By artist; -1 until it is read. */
  readonly #latest: Int32Array;

  /** @param asOf the model's date: the newest first recording when it was trained */
  constructor(
    private readonly adjacency: AdjacencyIndex,
    private readonly asOf: number,
  ) {
    this.#latest = new Int32Array(adjacency.artistCount).fill(-1);
  }

  /**
   * MusicBrainz recording row ids between the model's date and the last first recording of the quieter of two artists;
   * at least 0.
   */
  sinceLastLink(a: number, b: number): number {
    return Math.max(0, this.asOf - Math.min(this.#latestOf(a), this.#latestOf(b)));
  }

  #latestOf(artist: number): number {
    const known = this.#latest[artist]!;
    if (known >= 0) return known;
    let latest = 0;
    this.adjacency.forEachNeighbour(artist, (_neighbour, _weight, firstRecording) => {
      latest = Math.max(latest, firstRecording);
    });
    this.#latest[artist] = latest;
    return latest;
  }
}

/** The newest first recording of some edges, the date of a model trained on them; 0 without edges. */
export function newestFirstRecording(edges: readonly { readonly firstRecording: number }[]): number {
  return edges.reduce((newest, { firstRecording }) => Math.max(newest, firstRecording), 0);
}
