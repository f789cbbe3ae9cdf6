import { AdjacencyIndex } from "./adjacency-index.js";
import { Embedding } from "./embedding.js";

/** What one change did to the graph. */
export interface GraphChange {
  readonly kind: "edgeAdded" | "edgeChanged" | "edgeRemoved";
  /** Whether the first recording of an edge that stays is another one now. */
  readonly redated: boolean;
  /** Ids of the two ends. */
  readonly a: number;
  readonly b: number;
}

/**
 * The collaboration graph by MBID, with the embedding that belongs to it. The embedding is computed when it is
 * first asked for and kept up to date from then on, until {@link forgetEmbedding}.
 */
export class CollaborationGraph {
  private embedding: Embedding | null = null;

  /** @param adjacency a graph to go on from, as a snapshot has it; from then on nobody else may change it */
  constructor(readonly adjacency = new AdjacencyIndex()) {}

  /**
   * Inserts or updates the edge between two artists; null when nothing changed. Throws as
   * {@link AdjacencyIndex.setEdge}, and changes nothing then.
   */
  set(a: string, b: string, weight: number, firstRecording: number): GraphChange | null {
    const [idA, idB] = [this.adjacency.intern(a), this.adjacency.intern(b)];
    const before = this.adjacency.firstRecording(idA, idB);
    const change = this.adjacency.setEdge(idA, idB, weight, firstRecording);
    if (change === "unchanged") return null;
    if (change === "inserted") this.embedding?.edgeInserted(idA, idB);
    const added = change === "inserted";
    return {
      kind: added ? "edgeAdded" : "edgeChanged",
      redated: !added && before !== firstRecording,
      a: idA,
      b: idB,
    };
  }

  /** Removes the edge between two artists; null when there was none. */
  remove(a: string, b: string): GraphChange | null {
    const [idA, idB] = [this.adjacency.mbids.find(a), this.adjacency.mbids.find(b)];
    if (idA < 0 || idB < 0 || !this.adjacency.removeEdge(idA, idB)) return null;
    this.embedding?.edgeRemoved(idA, idB);
    return { kind: "edgeRemoved", redated: false, a: idA, b: idB };
  }

  /** The artist's embedding, or none (length 0) for an artist without edges. */
  embeddingOf(artist: number): Float32Array {
    if (this.adjacency.degree(artist) === 0) return new Float32Array(0);
    this.embedding ??= new Embedding(this.adjacency);
    return this.embedding.read(artist);
  }

  /** Sum of the weights of an artist's edges. */
  weightedDegree(artist: number): number {
    let sum = 0;
    this.adjacency.forEachNeighbour(artist, (_, weight) => {
      sum += weight;
    });
    return sum;
  }

  /** Before very many changes: computing the embedding anew afterwards is cheaper, and gives the same bits. */
  forgetEmbedding(): void {
    this.embedding = null;
  }
}
