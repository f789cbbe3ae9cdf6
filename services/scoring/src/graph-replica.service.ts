import { CollaborationGraph } from "@interlude/core-graph";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { GraphRepository } from "./graph.repository.js";
import { ScoringError } from "./scoring-error.js";

/** The graph as of a version. */
export interface GraphState {
  readonly graph: CollaborationGraph;
  readonly version: number;
}

/** Scoring's own copy of the graph: a table folded from the deltas, and memory as a cache of it. */
@Injectable()
export class GraphReplica {
  #cached: GraphState | null = null;

  constructor(private readonly repository: GraphRepository) {}

  /**
   * Applies the epoch's deltas to the graph of version `from`. A delta that was applied before is left out; a
   * missing one is SCORING_DELTA_GAP: the order of graph.deltas is total, so something was lost.
   */
  async advance(transaction: Transaction, from: number): Promise<GraphState> {
    const { graph } = await this.#load(transaction, from);
    // Memory runs ahead of the store until the commit.
    this.#cached = null;
    let version = from;
    for await (const delta of this.repository.stagedDeltas(transaction, from)) {
      if (delta.graph_version !== version + 1) {
        throw new ScoringError(
          "SCORING_DELTA_GAP",
          `graph version ${version} is followed by ${delta.graph_version}: rebuild scoring's schema from the topics`,
        );
      }
      version = delta.graph_version;
      const { artist_a: artistA, artist_b: artistB } = delta;
      if (delta.kind === "edgeRemoved") graph.remove(artistA, artistB);
      else graph.set(artistA, artistB, delta.weight, delta.first_recording);
    }
    await this.repository.applyDeltas(transaction, from);
    this.#cached = { graph, version };
    return this.#cached;
  }

  /** Drops what memory holds; the next epoch loads the graph from its table. */
  invalidate(): void {
    this.#cached = null;
  }

  async #load(transaction: Transaction, version: number): Promise<GraphState> {
    if (this.#cached?.version === version) return this.#cached;
    const graph = new CollaborationGraph();
    for await (const edge of this.repository.edges(transaction)) {
      graph.set(edge.artist_a, edge.artist_b, edge.weight, edge.first_recording);
    }
    return { graph, version };
  }
}
