import { setTimeout as sleep } from "node:timers/promises";
import type { CollaborationGraph } from "@interlude/core-graph";
import { Database, type Transaction } from "@interlude/infra-postgres";
import { LOGGER, type Logger } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";
import { derive } from "./derive.js";
import { GraphLoader } from "../loading/graph-loader.js";
import { GraphStateRepository, type StoredState } from "./graph-state.repository.js";
import type { VersionedGraph } from "./versioned-graph.js";

/** Where more than this share of the edges changes … */
const RECOMPUTE_SHARE = 1 / 8;
/** … and at least so many, computing everything derived anew is cheaper than keeping it up to date. */
const FEWEST_TO_RECOMPUTE = 1_000;

/** Whether so many changes are better made with everything that is derived forgotten. */
export function isCheaperToRecompute({ adjacency }: CollaborationGraph, changes: number): boolean {
  return changes >= Math.max(FEWEST_TO_RECOMPUTE, adjacency.edgeCount * RECOMPUTE_SHARE);
}

/**
 * The graph in memory: a cache of its tables, which one at a time works with. What an epoch does with it counts when
 * the epoch is committed; `forget` throws it away when it is not.
 */
@Injectable()
export class GraphMemory {
  #graph: VersionedGraph | null = null;
  #snapshotVersion: number | null = null;
  /** Settles when whoever has the graph now gives it back. */
  #turn: Promise<unknown> = Promise.resolve();
  #epochs = 0;

  constructor(
    private readonly database: Database,
    private readonly state: GraphStateRepository,
    private readonly loader: GraphLoader,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Loads the graph before the first epoch asks for it. */
  async preload(): Promise<void> {
    try {
      await this.alone(() =>
        this.database.transaction(async (transaction) => {
          // All that is read is of one moment, whatever another replica commits meanwhile.
          await transaction.query("set transaction isolation level repeatable read, read only");
          await this.#bringUp(transaction, await this.state.read(transaction));
        }),
      );
    } catch (error) {
      this.logger.warn({ err: error }, "the graph could not be loaded yet; the next epoch loads it");
    }
  }

  /** Runs work when nobody else works with the graph, and lets nobody until it is done. */
  alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Applies an epoch: `work` gets the graph as the store has it and returns what it has become. */
  epoch<Result>(
    transaction: Transaction,
    work: (before: VersionedGraph, stored: StoredState) => Promise<{ after: VersionedGraph; result: Result }>,
  ): Promise<Result> {
    this.#epochs += 1;
    return this.alone(async () => {
      const stored = await this.state.read(transaction);
      const before = await this.#bringUp(transaction, stored);
      // Until the epoch is whole, memory is neither the one nor the other.
      this.#graph = null;
      const { after, result } = await work(before, stored);
      this.#graph = after;
      return result;
    }).finally(() => {
      this.#epochs -= 1;
    });
  }

  /** Throws away what memory holds ahead of the store; what needs the graph next loads it. */
  forget(): void {
    this.#graph = null;
  }

  /** The graph as of the last complete epoch; null while it is loaded or an epoch is being applied. */
  get atRest(): VersionedGraph | null {
    return this.#epochs > 0 ? null : this.#graph;
  }

  /** The same, waiting for it a while; says what it waited for in vain. */
  async settled(milliseconds: number): Promise<VersionedGraph | "loading" | "epoch"> {
    const late = new AbortController();
    const waited = sleep(milliseconds, undefined, { signal: late.signal }).catch(() => {});
    try {
      for (let waits = true; waits;) {
        if (this.atRest !== null) return this.atRest;
        const turn = this.#turn;
        waits = await Promise.race([
          turn.then(() => turn !== this.#turn || this.atRest !== null),
          waited.then(() => false),
        ]);
      }
    } finally {
      late.abort();
    }
    return this.#epochs > 0 ? "epoch" : "loading";
  }

  /** What memory holds, for whoever is {@link alone} with it. */
  get held(): VersionedGraph | null {
    return this.#graph;
  }

  /** Version of the newest snapshot that is known to be good; null where there is none. */
  get snapshotVersion(): number | null {
    return this.#snapshotVersion;
  }

  /** Notes that a snapshot was saved. */
  snapshotSaved(version: number): void {
    this.#snapshotVersion = version;
  }

  async #bringUp(transaction: Transaction, stored: StoredState): Promise<VersionedGraph> {
    const held = this.#graph;
    const sameCommunities = (held?.communities?.graphVersion ?? null) === stored.communitiesVersion;
    if (held?.version === stored.graphVersion && sameCommunities) return held;
    this.#graph = null;
    if (held !== null && held.version <= stored.graphVersion && held.version >= stored.removalsSince) {
      // Another replica completed epochs: only what they changed is missing.
      if (isCheaperToRecompute(held.graph, stored.graphVersion - held.version)) held.graph.dropDerived();
      await this.loader.replay(transaction, held.graph, held.version);
      const { graph } = held;
      const communities =
        held.communities?.graphVersion === stored.communitiesVersion
          ? held.communities
          : await this.loader.loadCommunities(transaction, graph, stored);
      await derive(graph);
      this.#graph = { graph, version: stored.graphVersion, communities };
      return this.#graph;
    }
    const { snapshotVersion, ...loaded } = await this.loader.load(transaction, stored);
    await derive(loaded.graph);
    this.#snapshotVersion = snapshotVersion;
    this.#graph = loaded;
    return loaded;
  }
}
