import type { AdjacencyIndex } from "@interlude/core-graph";

/**
 * When artists last began a collaboration: the newest first recording of their edges. Valid until the graph
 * changes.
 */
export class Recency {
  /**
   * @param latestOf the newest first recording of an artist's edges, 0 without any
   * @param asOf the model's date: the newest first recording when it was trained
   */
  constructor(
    private readonly latestOf: (artist: number) => number,
    private readonly asOf: number,
  ) {}

  /** Of a graph, read once an artist. */
  static ofGraph(adjacency: AdjacencyIndex, asOf: number): Recency {
    const latest = new Int32Array(adjacency.artistCount).fill(-1);
    return new Recency((artist) => {
      if (latest[artist]! >= 0) return latest[artist]!;
      let newest = 0;
      adjacency.forEachNeighbour(artist, (_neighbour, _weight, firstRecording) => {
        newest = Math.max(newest, firstRecording);
      });
      latest[artist] = newest;
      return newest;
    }, asOf);
  }

  /**
   * MusicBrainz recording row ids between the model's date and the last first recording of the quieter of two artists;
   * at least 0.
   */
  sinceLastLink(a: number, b: number): number {
    return Math.max(0, this.asOf - Math.min(this.latestOf(a), this.latestOf(b)));
  }

  /** The same for the livelier of the two. */
  sinceAnyLink(a: number, b: number): number {
    return Math.max(0, this.asOf - Math.max(this.latestOf(a), this.latestOf(b)));
  }
}

/** The newest first recording of some edges, the date of a model trained on them; 0 without edges. */
export function newestFirstRecording(edges: readonly { readonly firstRecording: number }[]): number {
  return edges.reduce((newest, { firstRecording }) => Math.max(newest, firstRecording), 0);
}
