import { setTimeout as sleep } from "node:timers/promises";
import { Database, type Transaction } from "@interlude/infra-postgres";
import { LOGGER, type Logger } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";
import { derive, isCheaperToRecompute } from "./derive.js";
import { freshnessOf } from "./freshness.js";
import { GraphMemoryError } from "./graph-memory-error.js";
import { GRAPH_SOURCE, type GraphSource } from "./graph-source.js";
import { GraphStateRepository, type StoredState } from "./graph-state.repository.js";
import { EMPTY, type IdleState, type MemoryEvent, type MemoryState, transition } from "./memory-state.js";
import type { VersionedGraph } from "./versioned-graph.js";

/**
 * The graph in memory: a cache of its tables, used by one epoch or snapshot at a time. Its states are those of
 * `memory-state.ts`; this class does the I/O between two transitions.
 */
@Injectable()
export class GraphMemory {
  #state: MemoryState = EMPTY;
  /** Settles when the last exclusive work that was requested ends. */
  #lastWork: Promise<unknown> = Promise.resolve();
  #notifyTransition: () => void = () => {};
  #nextTransition = this.#awaitTransition();

  constructor(
    private readonly database: Database,
    private readonly states: GraphStateRepository,
    @Inject(GRAPH_SOURCE) private readonly source: GraphSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Loads the graph before the first epoch needs it. */
  async preload(): Promise<void> {
    try {
      await this.runExclusive(() => this.#loadCommitted());
    } catch (error) {
      this.logger.warn({ err: error }, "the graph could not be loaded yet; the next epoch loads it");
    }
  }

  /**
   * Brings the graph to what another replica has committed. Does nothing while an epoch is at work, here or there: the
   * graph is that of the last one meanwhile.
   */
  async refresh(): Promise<void> {
    if (this.#state.kind !== "idle" && this.#state.kind !== "empty") return;
    await this.runExclusive(async () => {
      // An epoch of this process that waits for its commit has the row locked: what memory has of it is not discarded.
      const settled = await this.database.transaction((transaction) => this.states.settledState(transaction));
      if (settled === null || settled === this.idle?.graph.stateId) return;
      await this.#loadCommitted();
    });
  }

  /** Runs work when no other exclusive work is running; work requested later waits for it. */
  runExclusive<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#lastWork.then(work);
    this.#lastWork = result.catch(() => {});
    return result;
  }

  /** Applies an epoch: `work` gets the graph as the tables have it and returns the graph after the epoch. */
  epoch<Result>(
    transaction: Transaction,
    work: (before: VersionedGraph, stored: StoredState) => Promise<{ after: VersionedGraph; result: Result }>,
  ): Promise<Result> {
    return this.runExclusive(async () => {
      const stored = await this.states.read(transaction);
      const before = await this.#bringUpToDate(transaction, stored);
      return this.#between({ type: "apply" }, async () => {
        const { after, result } = await work(before, stored);
        return [{ type: "applied", graph: after }, result];
      });
    });
  }

  /** Drops a graph that a rolled back epoch has changed; the next epoch loads it. */
  invalidate(): void {
    this.#transition({ type: "invalidate" });
  }

  /** Records that a snapshot was saved. */
  recordSnapshot(version: number): void {
    this.#transition({ type: "snapshotSaved", version });
  }

  /** The graph as of the last epoch, with its newest snapshot; null while it is loaded or changed. */
  get idle(): IdleState | null {
    return this.#state.kind === "idle" ? this.#state : null;
  }

  /** The idle graph, waiting for it for at most some milliseconds; or what it waited for. */
  async waitUntilIdle(milliseconds: number): Promise<VersionedGraph | "loading" | "epoch"> {
    const cancelled = new AbortController();
    const timeout = sleep(milliseconds, "timeout" as const, { signal: cancelled.signal }).catch(() => {});
    try {
      for (;;) {
        if (this.#state.kind === "idle") return this.#state.graph;
        if ((await Promise.race([this.#nextTransition, timeout])) === "timeout") break;
      }
    } finally {
      cancelled.abort();
    }
    return this.#state.kind === "applying" || this.#state.kind === "discarding" ? "epoch" : "loading";
  }

  #loadCommitted(): Promise<unknown> {
    return this.database.transaction(async (transaction) => {
      // All tables are read as of one moment, whatever another replica commits meanwhile.
      await transaction.query("set transaction isolation level repeatable read, read only");
      return this.#bringUpToDate(transaction, await this.states.read(transaction));
    });
  }

  async #bringUpToDate(transaction: Transaction, stored: StoredState): Promise<VersionedGraph> {
    const current = this.idle?.graph ?? null;
    const freshness =
      current === null
        ? "unusable"
        : freshnessOf(current, stored, await this.states.ledHere(transaction, current.stateId));
    if (freshness === "behind") await this.#catchUp(transaction, current!, stored);
    if (freshness === "unusable") await this.#load(transaction, stored);
    if (this.idle !== null) return this.idle.graph;
    throw new GraphMemoryError(
      "GRAPH_MEMORY_INVALIDATED",
      "the epoch was rolled back while the graph in memory was brought up to date; it is loaded again",
    );
  }

  #load(transaction: Transaction, stored: StoredState): Promise<void> {
    return this.#between({ type: "load" }, async () => {
      const loaded = await this.source.load(transaction, stored);
      await derive(loaded.graph.graph);
      return [{ type: "loaded", ...loaded }, undefined];
    });
  }

  #catchUp(transaction: Transaction, from: VersionedGraph, stored: StoredState): Promise<void> {
    return this.#between({ type: "catchUp" }, async () => {
      if (isCheaperToRecompute(from.graph, stored.graphVersion - from.version)) from.graph.dropDerived();
      const graph = await this.source.catchUp(transaction, from, stored);
      await derive(graph.graph);
      return [{ type: "caughtUp", graph }, undefined];
    });
  }

  /** Runs work between a first event and the one that it returns. */
  async #between<Result>(
    first: MemoryEvent,
    work: () => Promise<readonly [last: MemoryEvent, result: Result]>,
  ): Promise<Result> {
    this.#transition(first);
    try {
      const [last, result] = await work();
      this.#transition(last);
      return result;
    } catch (error) {
      this.#transition({ type: "failed" });
      throw error;
    }
  }

  #transition(event: MemoryEvent): void {
    this.#state = transition(this.#state, event);
    const notify = this.#notifyTransition;
    this.#nextTransition = this.#awaitTransition();
    notify();
  }

  #awaitTransition(): Promise<void> {
    return new Promise((resolve) => {
      this.#notifyTransition = resolve;
    });
  }
}
