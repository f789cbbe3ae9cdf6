import type { AdjacencyIndex } from "@interlude/core-graph";

/**
 * When artists last began a collaboration: the highest first recording of their edges, read once an artist. Valid
 * until the graph changes.
 */
export class Activity {
  /** By artist; -1 where it has not been read yet. */
  private readonly latest: Int32Array;

  /** @param asOf the model's date: the newest first recording when it was trained */
  constructor(
    private readonly adjacency: AdjacencyIndex,
    private readonly asOf: number,
  ) {
    this.latest = new Int32Array(adjacency.artistCount).fill(-1);
  }

  /** How long before the model's date the quieter of two artists last began a collaboration; at least 0. */
  inactivity(a: number, b: number): number {
    return Math.max(0, this.asOf - Math.min(this.latestOf(a), this.latestOf(b)));
  }

  private latestOf(artist: number): number {
    const known = this.latest[artist]!;
    if (known >= 0) return known;
    let latest = 0;
    this.adjacency.forEachNeighbour(artist, (_neighbour, _weight, firstRecording) => {
      latest = Math.max(latest, firstRecording);
    });
    this.latest[artist] = latest;
    return latest;
  }
}

/** The date of a set of edges: their newest first recording, 0 without edges. */
export function dateOf(edges: readonly { readonly firstRecording: number }[]): number {
  return edges.reduce((newest, { firstRecording }) => Math.max(newest, firstRecording), 0);
}
