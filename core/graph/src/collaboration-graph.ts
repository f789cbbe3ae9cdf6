import { AdjacencyIndex } from "./adjacency/adjacency-index.js";
import type { CooperativeTask } from "./cooperative-task.js";
import type { EmbeddingRows } from "./embedding/embedding-rows.js";
import { Embedding } from "./embedding/embedding.js";
import { fullEmbedding } from "./embedding/full-embedding.js";
import type { SumRows } from "./embedding/sum-rows.js";
import { type ArtistStructure, GraphStructure, fullStructure } from "./structure/graph-structure.js";

/** What one change did to the graph. */
export interface GraphChange {
  readonly kind: "edgeAdded" | "edgeChanged" | "edgeRemoved";
  /** Whether an edge that was there before has another first recording now. */
  readonly firstRecordingChanged: boolean;
  /** New weight less old weight of an edge that was there before; 0 for an edge that was added or removed. */
  readonly weightDelta: number;
  /** Ids of the two endpoints. */
  readonly a: number;
  readonly b: number;
}

/** Core number and component of every vertex, by artist id. */
export interface VertexAssignments {
  readonly cores: Int32Array;
  /** As {@link CollaborationGraph.componentOf}. */
  readonly components: Int32Array;
}

/**
 * The collaboration graph by MBID, with its embedding and its structure. Each of the two is computed when it is first
 * read and updated with every change from then on, until {@link dropDerived}.
 */
export class CollaborationGraph {
  #embedding: Embedding | null = null;
  #structure: GraphStructure | null = null;

  /** @param adjacency a graph to start from, for example of a snapshot; the new graph becomes its only writer */
  constructor(readonly adjacency = new AdjacencyIndex()) {}

  /**
   * Inserts or updates the edge between two artists; null if nothing changed.
   *
   * @throws GraphError as {@link AdjacencyIndex.setEdge}; nothing is changed then
   */
  set(a: string, b: string, weight: number, firstRecording: number): GraphChange | null {
    const [idA, idB] = [this.adjacency.intern(a), this.adjacency.intern(b)];
    const before = this.adjacency.firstRecording(idA, idB);
    const weightBefore = before < 0 ? weight : this.adjacency.weight(idA, idB);
    const change = this.adjacency.setEdge(idA, idB, weight, firstRecording);
    if (change === "unchanged") return null;
    const added = change === "inserted";
    if (added) {
      this.#embedding?.edgeInserted(idA, idB);
      this.#structure?.edgeInserted(idA, idB);
    }
    return {
      kind: added ? "edgeAdded" : "edgeChanged",
      firstRecordingChanged: !added && before !== firstRecording,
      weightDelta: weight - weightBefore,
      a: idA,
      b: idB,
    };
  }

  /** Removes the edge between two artists; null if there was none. */
  remove(a: string, b: string): GraphChange | null {
    const [idA, idB] = [this.adjacency.mbids.find(a), this.adjacency.mbids.find(b)];
    if (idA < 0 || idB < 0 || !this.adjacency.removeEdge(idA, idB)) return null;
    this.#embedding?.edgeRemoved(idA, idB);
    this.#structure?.edgeRemoved(idA, idB);
    return { kind: "edgeRemoved", firstRecordingChanged: false, weightDelta: 0, a: idA, b: idB };
  }

  /**
   * The artist's embedding, 64 values, or an empty array for a vertex of degree 0. `out`, if given, takes the values and
   * is what is returned.
   */
  embeddingOf(artist: number, out?: Float32Array): Float32Array {
    if (this.adjacency.degree(artist) === 0) return new Float32Array(0);
    this.#embedding ??= new Embedding(this.adjacency);
    return this.#embedding.read(artist, out);
  }

  /** The rows that vectors are read from, for a search in a worker thread; see {@link Embedding.share}. */
  shareEmbedding(): EmbeddingRows {
    this.#embedding ??= new Embedding(this.adjacency);
    return this.#embedding.share();
  }

  /** The artist's degrees, core number, clustering coefficient and component. */
  structureOf(artist: number): ArtistStructure {
    this.#structure ??= new GraphStructure(this.adjacency);
    return this.#structure.of(artist);
  }

  /** The representative of an artist's connected component: its artist with the smallest MBID. */
  componentOf(artist: number): number {
    this.#structure ??= new GraphStructure(this.adjacency);
    return this.#structure.componentOf(artist);
  }

  /**
   * The artists whose core number differs from the one at the last call, and resets the record of them. Changes are
   * recorded while the structure is kept up to date; empty if it has not been computed.
   */
  drainChangedCores(): number[] {
    return this.#structure?.drainChangedCores() ?? [];
  }

  /** Core number and component of every vertex: compared before and after changes during which none were recorded. */
  vertexAssignments(): VertexAssignments {
    const { artistCount } = this.adjacency;
    const assignments = { cores: new Int32Array(artistCount), components: new Int32Array(artistCount) };
    this.#structure ??= new GraphStructure(this.adjacency);
    for (let artist = 0; artist < artistCount; artist += 1) {
      assignments.cores[artist] = this.#structure.coreOf(artist);
      assignments.components[artist] = this.#structure.componentOf(artist);
    }
    return assignments;
  }

  /** Whether the embedding has been computed and is being kept up to date. */
  get hasEmbedding(): boolean {
    return this.#embedding !== null;
  }

  /** Computes the structure as a task, unless it is there already. The graph must not change meanwhile. */
  *deriveStructure(): CooperativeTask<void> {
    this.#structure ??= new GraphStructure(this.adjacency, yield* fullStructure(this.adjacency));
  }

  /** Computes the embedding as a task, unless it is there already. The graph must not change meanwhile. */
  *deriveEmbedding(): CooperativeTask<void> {
    this.#embedding ??= new Embedding(this.adjacency, yield* fullEmbedding(this.adjacency));
  }

  /** Takes over an embedding that was computed elsewhere, of the graph as it is now. */
  setEmbedding(rows: SumRows): void {
    this.#embedding = new Embedding(this.adjacency, rows);
  }

  /** Drops embedding and structure: before very many changes, since a full computation afterwards is cheaper. */
  dropDerived(): void {
    this.#embedding = null;
    this.#structure = null;
  }

  /** Bytes of typed arrays that the graph, its embedding and its structure hold. */
  memoryBytes(): number {
    const derived = (this.#embedding?.memoryBytes() ?? 0) + (this.#structure?.memoryBytes() ?? 0);
    return this.adjacency.memoryBytes() + derived;
  }
}
