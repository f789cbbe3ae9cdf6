import { type CollaborationGraph, type GraphChange, dirtyArtists } from "@interlude/core-graph";

/**
 * Collects whom an epoch's changes touch, as they are applied, so that nobody else has to be looked at when it is
 * published where artists stand.
 */
export class TouchedArtists {
  /** Ends of edges that were inserted or removed. */
  readonly #ends = new Set<number>();
  /** Ends of edges that stay and have another weight or first recording. */
  readonly #reweighted = new Set<number>();
  /** Those of them whose first recording is another. */
  readonly #redated = new Set<number>();
  /** The component that an end was in before. */
  readonly #components = new Map<number, string>();
  /** With whom somebody has an edge now and had none before. */
  readonly #inserted = new Map<number, Set<number>>();

  /** @param everybody whether so much changes that everybody is to be looked at, and the structure is not kept */
  constructor(
    private readonly graph: CollaborationGraph,
    private readonly everybody: boolean,
  ) {}

  /** Call before a pair is changed. */
  before(...pair: readonly string[]): void {
    if (this.everybody) return;
    for (const mbid of pair) {
      const id = this.graph.adjacency.mbids.find(mbid);
      if (id >= 0 && !this.#components.has(id))
        this.#components.set(id, this.graph.structureOf(id).component);
    }
  }

  after({ kind, redated, a, b }: GraphChange): void {
    (kind === "edgeChanged" ? this.#reweighted : this.#ends).add(a).add(b);
    if (redated) this.#redated.add(a).add(b);
    if (kind !== "edgeAdded" || this.everybody) return;
    this.#insertedOf(a).add(b);
    this.#insertedOf(b).add(a);
  }

  /** Everybody of whom there may be something new to say, and whether their pairs are dirty; some of them twice. */
  *all(): Iterable<readonly [string, boolean]> {
    const { adjacency } = this.graph;
    const { mbids } = adjacency;
    for (const id of dirtyArtists(adjacency, this.#ends, this.#redated)) yield [mbids.mbidOf(id), true];
    for (const id of this.everybody ? connected(this.graph) : this.#others()) yield [mbids.mbidOf(id), false];
  }

  *#others(): Iterable<number> {
    yield* this.#reweighted;
    yield* this.graph.takeMovedCores();
    yield* this.#movedComponents();
  }

  /**
   * Who is in another component now. Those whom edges that were there before still connect have always been in the same
   * one; and among them is an end of a changed edge, or nothing would have changed for them. So whoever is walked to
   * from such ends along such edges has moved, and nobody else has.
   */
  #movedComponents(): Set<number> {
    const moved = new Set<number>();
    for (const [end, before] of this.#components) {
      if (this.graph.structureOf(end).component !== before) moved.add(end);
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

function* connected({ adjacency }: CollaborationGraph): Iterable<number> {
  for (let id = 0; id < adjacency.artistCount; id += 1) if (adjacency.degree(id) > 0) yield id;
}
