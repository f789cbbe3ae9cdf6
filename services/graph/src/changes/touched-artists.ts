import {
  type CollaborationGraph,
  type GraphChange,
  type VertexAssignments,
  dirtyArtists,
} from "@interlude/core-graph";

/**
 * Collects whom an epoch's changes touch, as they are applied: whose pairs are dirty, and of whom there is something new
 * to say. Nobody else has to be looked at when it is published where artists stand.
 */
export class TouchedArtists {
  /** Ends of edges that were inserted or removed. */
  readonly #ends = new Set<number>();
  /** Ends of edges that stay and have another weight, and by how much all of theirs are weightDelta. */
  readonly #weightDelta = new Map<number, number>();
  /** Ends of edges that stay and have another first recording. */
  readonly #firstRecordingChanged = new Set<number>();
  /** The component that an end was in before. */
  readonly #components = new Map<number, number>();
  /** With whom somebody has an edge now and had none before. */
  readonly #inserted = new Map<number, Set<number>>();
  /** Where everybody stood before, where the structure is not kept meanwhile. */
  readonly #before: VertexAssignments | null;

  /** @param much whether so much changes that the graph forgets what is derived from it until all has */
  constructor(
    private readonly graph: CollaborationGraph,
    much: boolean,
  ) {
    // What moved while this replica caught up with another is published already.
    graph.drainChangedCores();
    this.#before = much ? graph.vertexAssignments() : null;
    if (much) graph.dropDerived();
  }

  /** Call before a pair is changed. */
  before(...pair: readonly string[]): void {
    if (this.#before !== null) return;
    for (const mbid of pair) {
      const id = this.graph.adjacency.mbids.find(mbid);
      if (id >= 0 && !this.#components.has(id)) this.#components.set(id, this.graph.componentOf(id));
    }
  }

  after({ kind, firstRecordingChanged, weightDelta, a, b }: GraphChange): void {
    for (const end of [a, b]) {
      if (kind !== "edgeChanged") this.#ends.add(end);
      if (firstRecordingChanged) this.#firstRecordingChanged.add(end);
      if (weightDelta !== 0) this.#weightDelta.set(end, (this.#weightDelta.get(end) ?? 0) + weightDelta);
    }
    if (kind !== "edgeAdded" || this.#before !== null) return;
    this.#insertedOf(a).add(b);
    this.#insertedOf(b).add(a);
  }

  /** Whose pairs are dirty, in the order of their MBIDs. */
  dirty(): Int32Array {
    const { adjacency } = this.graph;
    const dirty = dirtyArtists(adjacency, this.#ends, this.#firstRecordingChanged);
    return dirty.sort((a, b) => adjacency.mbids.compare(a, b));
  }

  /**
   * Whose place in the graph is another than before, each once. Those at and beside edges that came or went are: their
   * embeddings have moved.
   */
  changed(): Set<number> {
    const changed = new Set<number>(dirtyArtists(this.graph.adjacency, this.#ends));
    for (const [end, weightDelta] of this.#weightDelta) if (weightDelta !== 0) changed.add(end);
    if (this.#before === null) {
      for (const artist of this.graph.drainChangedCores()) changed.add(artist);
      for (const artist of this.#movedComponents()) changed.add(artist);
    } else {
      const { cores, components } = this.graph.vertexAssignments();
      // Whoever was not there before is the end of an edge.
      for (const [artist, core] of this.#before.cores.entries()) {
        if (core === cores[artist] && this.#before.components[artist] === components[artist]) continue;
        changed.add(artist);
      }
    }
    return changed;
  }

  /**
   * Who is in another component now. Those whom edges that were there before still connect have always been in the same
   * one; and among them is an end of a changed edge, or nothing would have changed for them. So whoever is walked to
   * from such ends along such edges has moved, and nobody else has.
   */
  #movedComponents(): Set<number> {
    const moved = new Set<number>();
    for (const [end, before] of this.#components) {
      if (this.graph.componentOf(end) !== before) moved.add(end);
    }
    for (const artist of moved) {
      const inserted = this.#inserted.get(artist);
      this.graph.adjacency.forEachNeighbour(artist, (neighbour) => {
        if (inserted?.has(neighbour) !== true) moved.add(neighbour);
      });
    }
    return moved;
  }

  #insertedOf(artist: number): Set<number> {
    let inserted = this.#inserted.get(artist);
    if (inserted === undefined) this.#inserted.set(artist, (inserted = new Set()));
    return inserted;
  }
}
