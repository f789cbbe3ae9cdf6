import { AdjacencyIndex } from "./adjacency-index.js";
import type { EmbeddingRows } from "./embedding-rows.js";
import { Embedding } from "./embedding.js";
import { fullEmbedding } from "./full-embedding.js";
import { type ArtistStructure, GraphStructure, fullStructure } from "./graph-structure.js";
import type { Sliced } from "./slices.js";
import type { SumRows } from "./sum-rows.js";

/** What one change did to the graph. */
export interface GraphChange {
  readonly kind: "edgeAdded" | "edgeChanged" | "edgeRemoved";
  /** Whether the first recording of an edge that stays is another one now. */
  readonly redated: boolean;
  /** By how much the weight of an edge that stays is larger. */
  readonly heavier: number;
  /** Ids of the two ends. */
  readonly a: number;
  readonly b: number;
}

/** Where everybody stood, by artist id. */
export interface Placements {
  readonly cores: Int32Array;
  /** As {@link CollaborationGraph.componentOf}. */
  readonly components: Int32Array;
}

/**
 * The collaboration graph by MBID, with the embedding and the structure that belong to it. Each is computed when it
 * is first asked for and kept up to date from then on, until {@link forgetDerived}.
 */
export class CollaborationGraph {
  private embedding: Embedding | null = null;
  private structure: GraphStructure | null = null;

  /** @param adjacency a graph to go on from, as a snapshot has it; from then on nobody else may change it */
  constructor(readonly adjacency = new AdjacencyIndex()) {}

  /**
   * Inserts or updates the edge between two artists; null when nothing changed. Throws as
   * {@link AdjacencyIndex.setEdge}, and changes nothing then.
   */
  set(a: string, b: string, weight: number, firstRecording: number): GraphChange | null {
    const [idA, idB] = [this.adjacency.intern(a), this.adjacency.intern(b)];
    const before = this.adjacency.firstRecording(idA, idB);
    const weightBefore = before < 0 ? weight : this.adjacency.weight(idA, idB);
    const change = this.adjacency.setEdge(idA, idB, weight, firstRecording);
    if (change === "unchanged") return null;
    const added = change === "inserted";
    if (added) {
      this.embedding?.edgeInserted(idA, idB);
      this.structure?.edgeInserted(idA, idB);
    }
    return {
      kind: added ? "edgeAdded" : "edgeChanged",
      redated: !added && before !== firstRecording,
      heavier: weight - weightBefore,
      a: idA,
      b: idB,
    };
  }

  /** Removes the edge between two artists; null when there was none. */
  remove(a: string, b: string): GraphChange | null {
    const [idA, idB] = [this.adjacency.mbids.find(a), this.adjacency.mbids.find(b)];
    if (idA < 0 || idB < 0 || !this.adjacency.removeEdge(idA, idB)) return null;
    this.embedding?.edgeRemoved(idA, idB);
    this.structure?.edgeRemoved(idA, idB);
    return { kind: "edgeRemoved", redated: false, heavier: 0, a: idA, b: idB };
  }

  /**
   * The artist's embedding, or none (length 0) for an artist without edges. `out`, where given, takes the 64 values and
   * is what is returned.
   */
  embeddingOf(artist: number, out?: Float32Array): Float32Array {
    if (this.adjacency.degree(artist) === 0) return new Float32Array(0);
    this.embedding ??= new Embedding(this.adjacency);
    return this.embedding.read(artist, out);
  }

  /** What vectors are read from, for a search in a worker thread; see {@link Embedding.share}. */
  shareEmbedding(): EmbeddingRows {
    this.embedding ??= new Embedding(this.adjacency);
    return this.embedding.share();
  }

  /** Where the artist stands: degrees, core number, clustering, component. */
  structureOf(artist: number): ArtistStructure {
    this.structure ??= new GraphStructure(this.adjacency);
    return this.structure.of(artist);
  }

  /** The artist with the smallest MBID in an artist's connected component. */
  componentOf(artist: number): number {
    this.structure ??= new GraphStructure(this.adjacency);
    return this.structure.componentOf(artist);
  }

  /**
   * The artists whose core number is another than at the last call, while the structure was kept; none before it was
   * first asked for.
   */
  takeMovedCores(): number[] {
    return this.structure?.takeMovedCores() ?? [];
  }

  /** Core number and component of everybody, to tell who has moved when the structure was not kept meanwhile. */
  placements(): Placements {
    const { artistCount } = this.adjacency;
    const placements = { cores: new Int32Array(artistCount), components: new Int32Array(artistCount) };
    this.structure ??= new GraphStructure(this.adjacency);
    for (let artist = 0; artist < artistCount; artist += 1) {
      placements.cores[artist] = this.structure.coreOf(artist);
      placements.components[artist] = this.structure.componentOf(artist);
    }
    return placements;
  }

  /** Whether the embedding is kept up to date, rather than computed when it is asked for. */
  get hasEmbedding(): boolean {
    return this.embedding !== null;
  }

  /** Computes the structure in slices, unless it is kept already. The graph must not change meanwhile. */
  *deriveStructure(): Sliced<void> {
    this.structure ??= new GraphStructure(this.adjacency, yield* fullStructure(this.adjacency));
  }

  /** Computes the embedding in slices, unless it is kept already. The graph must not change meanwhile. */
  *deriveEmbedding(): Sliced<void> {
    this.embedding ??= new Embedding(this.adjacency, yield* fullEmbedding(this.adjacency));
  }

  /** Keeps an embedding whose sums were computed elsewhere, of the graph as it is. */
  takeEmbedding(rows: SumRows): void {
    this.embedding = new Embedding(this.adjacency, rows);
  }

  /** Sum of the weights of an artist's edges. */
  weightedDegree(artist: number): number {
    return this.adjacency.weightedDegree(artist);
  }

  /** Before very many changes: computing everything anew afterwards is cheaper, and gives the same bits. */
  forgetDerived(): void {
    this.embedding = null;
    this.structure = null;
  }

  /** Bytes of typed arrays that the graph and what is kept of it hold. */
  memoryBytes(): number {
    const derived = (this.embedding?.memoryBytes() ?? 0) + (this.structure?.memoryBytes() ?? 0);
    return this.adjacency.memoryBytes() + derived;
  }
}
