import {
  type CollaborationGraph,
  type GraphChange,
  type VertexAssignments,
  dirtyArtists,
} from "@interlude/core-graph";

/**
 * Collects the artists that an epoch's changes affect, as they are applied: those whose pairs must be scored again, and
 * those whose record of `graph.artists` changes. The graph is not scanned for them.
 */
export class AffectedArtists {
  /** Endpoints of edges that were inserted or removed. */
  readonly #ends = new Set<number>();
  /** By endpoint of edges that were reweighted, the sum of the weight deltas. */
  readonly #weightDeltas = new Map<number, number>();
  /** Endpoints of edges whose first recording changed. */
  readonly #firstRecordingEnds = new Set<number>();
  /** The component of an endpoint before the epoch. */
  readonly #componentsBefore = new Map<number, number>();
  /** By endpoint of inserted edges, the other endpoints. */
  readonly #inserted = new Map<number, Set<number>>();
  /** Core numbers and components before the epoch; null if changes are tracked instead. */
  readonly #assignmentsBefore: VertexAssignments | null;

  /** @param recompute whether embedding and structure are dropped, to be derived again after the epoch's changes */
  constructor(
    private readonly graph: CollaborationGraph,
    recompute: boolean,
  ) {
    // Changes of core numbers while this replica caught up with another have been published by that one.
    graph.drainChangedCores();
    this.#assignmentsBefore = recompute ? graph.vertexAssignments() : null;
    if (recompute) graph.dropDerived();
  }

  /** Whether {@link before} is needed. */
  get comparesEnds(): boolean {
    return this.#assignmentsBefore === null;
  }

  /**
   * Must be called with all pairs before the first is changed: a removal may split the component of an endpoint whose own
   * change comes later.
   */
  before(...pair: readonly string[]): void {
    for (const mbid of pair) {
      const id = this.graph.adjacency.mbids.find(mbid);
      if (id < 0 || this.#componentsBefore.has(id)) continue;
      this.#componentsBefore.set(id, this.graph.componentOf(id));
    }
  }

  /** Must be called after each change. */
  after({ kind, firstRecordingChanged, weightDelta, a, b }: GraphChange): void {
    for (const end of [a, b]) {
      if (kind !== "edgeChanged") this.#ends.add(end);
      if (firstRecordingChanged) this.#firstRecordingEnds.add(end);
      if (weightDelta !== 0) this.#weightDeltas.set(end, (this.#weightDeltas.get(end) ?? 0) + weightDelta);
    }
    if (kind !== "edgeAdded" || this.#assignmentsBefore !== null) return;
    this.#insertedOf(a).add(b);
    this.#insertedOf(b).add(a);
  }

  /** The artists whose pairs must be scored again, ordered by MBID. */
  dirty(): Int32Array {
    const { adjacency } = this.graph;
    const dirty = dirtyArtists(adjacency, this.#ends, this.#firstRecordingEnds);
    return dirty.sort((a, b) => adjacency.mbids.compare(a, b));
  }

  /**
   * The artists whose record changes, communities apart. The endpoints of inserted and removed edges and their neighbours
   * are among them, since their embeddings change.
   */
  changed(): Set<number> {
    const changed = new Set<number>(dirtyArtists(this.graph.adjacency, this.#ends));
    for (const [end, delta] of this.#weightDeltas) if (delta !== 0) changed.add(end);
    if (this.#assignmentsBefore === null) {
      for (const artist of this.graph.drainChangedCores()) changed.add(artist);
      for (const artist of this.#changedComponents()) changed.add(artist);
    } else {
      const { cores, components } = this.graph.vertexAssignments();
      // An artist that is not in it was interned in this epoch and is an endpoint.
      for (const [artist, core] of this.#assignmentsBefore.cores.entries()) {
        if (core === cores[artist] && this.#assignmentsBefore.components[artist] === components[artist])
          continue;
        changed.add(artist);
      }
    }
    return changed;
  }

  /**
   * The artists whose component changed. Vertices connected by edges that were not inserted in this epoch were in one
   * component before and are in one now. Among the vertices of such a subgraph whose component changed is an endpoint of
   * a changed edge. So the search starts at endpoints whose component changed and follows all but inserted edges.
   */
  #changedComponents(): Set<number> {
    const changed = new Set<number>();
    for (const [end, before] of this.#componentsBefore) {
      if (this.graph.componentOf(end) !== before) changed.add(end);
    }
    for (const artist of changed) {
      const inserted = this.#inserted.get(artist);
      this.graph.adjacency.forEachNeighbour(artist, (neighbour) => {
        if (inserted?.has(neighbour) !== true) changed.add(neighbour);
      });
    }
    return changed;
  }

  #insertedOf(artist: number): Set<number> {
    let inserted = this.#inserted.get(artist);
    if (inserted === undefined) this.#inserted.set(artist, (inserted = new Set()));
    return inserted;
  }
}
