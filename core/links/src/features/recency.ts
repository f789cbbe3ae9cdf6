import type { AdjacencyIndex } from "@interlude/core-graph";
import type { PairColumns } from "../pairs/pair-columns.js";

/** Reads the links of an artist: with whom, and the first recording of each. */
type ReadLinks = (artist: number, visit: (other: number, firstRecording: number) => void) => void;

/** Of an artist whose links were not read yet. */
const UNREAD = -1;

/**
 * When artists last began a collaboration: the newest first recording of their edges, the edge between the two of a pair
 * left out, so that a known collaboration is seen as any pair is. Valid until the graph changes.
 */
export class Recency {
  readonly #newest: Float64Array;
  /** With whom the newest was. */
  readonly #newestWith: Int32Array;
  /** The newest first recording of the artist's links with others than that one. */
  readonly #newestOfRest: Float64Array;

  /**
   * @param artists ids are below this
   * @param asOf the model's date: the newest first recording when it was trained
   */
  constructor(
    artists: number,
    private readonly asOf: number,
    private readonly readLinks: ReadLinks,
  ) {
    this.#newest = new Float64Array(artists).fill(UNREAD);
    this.#newestWith = new Int32Array(artists).fill(-1);
    this.#newestOfRest = new Float64Array(artists);
  }

  /** Of a graph, read once an artist. */
  static ofGraph(adjacency: AdjacencyIndex, asOf: number): Recency {
    return new Recency(adjacency.artistCount, asOf, (artist, visit) => {
      adjacency.forEachNeighbour(artist, (other, _weight, firstRecording) => visit(other, firstRecording));
    });
  }

  /**
   * Writes, for each pair, the MusicBrainz recording row ids between the model's date and the last first recording of the
   * quieter or of the livelier of the two; at least 0.
   */
  sinceLink(
    { artist, count, others }: Pick<PairColumns, "artist" | "count" | "others">,
    whose: "quieter" | "livelier",
    out: Float64Array,
  ): void {
    const [newest, newestWith, newestOfRest] = [this.#newest, this.#newestWith, this.#newestOfRest];
    if (newest[artist] === UNREAD) this.#read(artist);
    const [own, ownWith, ownRest] = [newest[artist]!, newestWith[artist]!, newestOfRest[artist]!];
    for (let i = 0; i < count; i += 1) {
      const other = others[i]!;
      if (newest[other] === UNREAD) this.#read(other);
      const one = ownWith === other ? ownRest : own;
      const two = newestWith[other] === artist ? newestOfRest[other]! : newest[other]!;
      const link = one < two === (whose === "quieter") ? one : two;
      out[i] = link < this.asOf ? this.asOf - link : 0;
    }
  }

  #read(artist: number): void {
    let [newest, newestWith, rest] = [0, -1, 0];
    this.readLinks(artist, (other, firstRecording) => {
      if (firstRecording > newest) [newest, newestWith, rest] = [firstRecording, other, newest];
      else rest = Math.max(rest, firstRecording);
    });
    this.#newest[artist] = newest;
    this.#newestWith[artist] = newestWith;
    this.#newestOfRest[artist] = rest;
  }
}

/** The newest first recording of some edges, the date of a model trained on them; 0 without edges. */
export function newestFirstRecording(edges: readonly { readonly firstRecording: number }[]): number {
  return edges.reduce((newest, { firstRecording }) => Math.max(newest, firstRecording), 0);
}
