import type { GraphDelta } from "@interlude/contracts";
import { CollaborationGraph, type DeltaAction, foldDeltas } from "@interlude/core-graph";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { FactsReplica, type KnownArtists } from "../facts/facts-replica.service.js";
import { EdgesRepository } from "./edges.repository.js";
import { type ReplicaState, ReplicaStateRepository } from "./replica-state.repository.js";

/** The graph as of a version. */
export interface GraphState {
  readonly graph: CollaborationGraph;
  readonly version: number;
}

/** The graph with the facts of its artists, by its ids. */
export interface GraphWithFacts extends GraphState, KnownArtists {}

/** Scoring's own copy of the graph: a table that follows the deltas, and memory as a cache of it. */
@Injectable()
export class GraphReplica {
  /** The graph after an epoch, perhaps with a part of the next, and the state after that epoch. */
  #held: (GraphWithFacts & { readonly stateId: string }) | null = null;

  constructor(
    private readonly edges: EdgesRepository,
    private readonly states: ReplicaStateRepository,
    private readonly facts: FactsReplica,
  ) {}

  /** Writes deltas to the edges as they come; after a gap nothing but a whole snapshot, and what comes after it. */
  async follow(transaction: Transaction, deltas: readonly GraphDelta[]): Promise<void> {
    const fold = foldDeltas(await this.states.read(transaction), deltas);
    let step = fold.next();
    while (step.done !== true) step = fold.next(await this.#perform(step.value, transaction));
    await this.states.savePosition(transaction, step.value);
  }

  /**
   * The graph at the end of an epoch, for which the replica must have missed no change.
   *
   * @param nextStateId identity of the tables after the epoch
   */
  async advance(
    transaction: Transaction,
    stored: ReplicaState,
    nextStateId: string,
  ): Promise<GraphWithFacts> {
    const now = await this.#now(transaction, stored);
    await this.states.saveState(transaction, nextStateId, stored.version);
    // Memory runs ahead of the store until the commit.
    this.#held = { ...now, stateId: nextStateId };
    return this.#held;
  }

  /**
   * The graph as the table has it now, with what the open epoch has brought so far: the completed epoch must be locked, and
   * the replica must have missed no change.
   */
  async present(transaction: Transaction, stored: ReplicaState): Promise<GraphWithFacts> {
    // Changes may come between two statements: what memory has of later ones, it takes again when it catches up.
    this.#held = { ...(await this.#now(transaction, stored)), stateId: stored.stateId };
    return this.#held;
  }

  /** Drops what memory holds; the next epoch loads the graph from its table. */
  invalidate(): void {
    this.#held = null;
  }

  async #perform(action: DeltaAction<GraphDelta>, transaction: Transaction): Promise<boolean | undefined> {
    if (action.kind === "write") {
      await this.edges.write(transaction, action.items);
      return undefined;
    }
    const isWhole = await this.edges.takeSnapshot(transaction, action.version, action.edges);
    if (isWhole) await this.states.saveSnapshotTaken(transaction);
    return isWhole;
  }

  async #now(transaction: Transaction, stored: ReplicaState): Promise<GraphWithFacts> {
    const held = this.#held;
    this.#held = null;
    const graph =
      held !== null && (await this.#canCatchUp(transaction, held, stored))
        ? await this.#caughtUp(transaction, held)
        : await this.#loaded(transaction);
    const known = await this.facts.advance(transaction, graph.adjacency);
    return { graph, ...known, version: stored.version };
  }

  /** Whether what memory holds led to what the tables have, and its removals since are known. */
  async #canCatchUp(
    transaction: Transaction,
    { stateId, version }: { readonly stateId: string; readonly version: number },
    stored: ReplicaState,
  ): Promise<boolean> {
    if (version < stored.removalsSince || version > stored.version) return false;
    return stateId === stored.stateId || this.states.ledHere(transaction, stateId);
  }

  /** Applies what changed after memory's version, in this epoch or in those that another replica completed. */
  async #caughtUp(transaction: Transaction, { graph, version }: GraphState): Promise<CollaborationGraph> {
    // Removals first: an edge that came back later is among the changed ones.
    for await (const edge of this.edges.removedSince(transaction, version))
      graph.remove(edge.artist_a, edge.artist_b);
    for await (const edge of this.edges.changedSince(transaction, version))
      graph.set(edge.artist_a, edge.artist_b, edge.weight, edge.first_recording);
    return graph;
  }

  async #loaded(transaction: Transaction): Promise<CollaborationGraph> {
    const graph = new CollaborationGraph();
    for await (const edge of this.edges.all(transaction))
      graph.set(edge.artist_a, edge.artist_b, edge.weight, edge.first_recording);
    return graph;
  }
}
