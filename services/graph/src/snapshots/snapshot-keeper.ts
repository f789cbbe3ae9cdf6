import { setImmediate as nextTurn } from "node:timers/promises";
import { writeSnapshot } from "@interlude/core-graph";
import { Database } from "@interlude/infra-postgres";
import { LOGGER, type Logger } from "@interlude/infra-runtime";
import { StageMetrics } from "@interlude/stage";
import { Inject, Injectable } from "@nestjs/common";
import { GraphMemory } from "../memory/graph-memory.js";
import { GraphStateRepository } from "../memory/graph-state.repository.js";
import { SNAPSHOT_STORE, type SnapshotStore } from "./snapshot-store.js";

/** A snapshot is due when this share of the edges has changed since the last one … */
const CHANGED_SHARE = 1 / 16;
/** … and at least so many: replaying fewer takes less than a second. */
const MIN_CHANGES = 1_000;

/** Saves a snapshot of the graph when enough has changed since the last one, between epochs. */
@Injectable()
export class SnapshotKeeper {
  #saving: Promise<void> | null = null;
  readonly #savedVersion;

  constructor(
    private readonly memory: GraphMemory,
    private readonly state: GraphStateRepository,
    private readonly database: Database,
    @Inject(SNAPSHOT_STORE) private readonly store: SnapshotStore,
    @Inject(LOGGER) private readonly logger: Logger,
    metrics: StageMetrics,
  ) {
    this.#savedVersion = metrics.gauge(
      "interlude_graph_snapshot_version",
      "Graph version of the newest snapshot: a restart replays what changed since",
    );
  }

  /** Starts saving a snapshot if one is due. The last epoch's transaction may still be open. */
  saveIfDue(): void {
    if (this.#saving !== null || !this.#due()) return;
    this.#saving = this.#save()
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, "a snapshot could not be saved; the next epoch tries again");
      })
      .finally(() => {
        this.#saving = null;
      });
  }

  /** Waits until a snapshot that is being saved is saved. */
  async waitForSave(): Promise<void> {
    await this.#saving;
  }

  #due(): boolean {
    const { idle } = this.memory;
    if (idle === null || idle.graph.version === 0) return false;
    if (idle.snapshotVersion === null) return true;
    const { graph, version } = idle.graph;
    return version - idle.snapshotVersion >= Math.max(MIN_CHANGES, graph.adjacency.edgeCount * CHANGED_SHARE);
  }

  async #save(): Promise<void> {
    const began = performance.now();
    const written = await this.memory.runExclusive(() => this.#write());
    if (written === null) return;
    const { version, stateId, pieces } = written;
    await this.store.save({ graphVersion: version, stateId }, pieces);
    this.memory.recordSnapshot(version);
    this.#savedVersion.set(version);
    await this.database.transaction((transaction) =>
      this.state.deleteRemovals(transaction, version, stateId),
    );
    this.logger.info(
      {
        graphVersion: version,
        bytes: pieces.reduce((sum, piece) => sum + piece.length, 0),
        milliseconds: Math.round(performance.now() - began),
      },
      "a snapshot of the graph is saved",
    );
  }

  /** The bytes of the graph if it is the committed state: a rolled back epoch must not get into a snapshot. */
  async #write(): Promise<{ version: number; stateId: string; pieces: Uint8Array[] } | null> {
    const committed = await this.database.transaction((transaction) =>
      this.state.committedState(transaction),
    );
    const current = this.memory.idle?.graph;
    if (current === undefined || current.stateId !== committed) return null;
    const pieces: Uint8Array[] = [];
    const { graph, version, stateId, communities } = current;
    for (const piece of writeSnapshot({ adjacency: graph.adjacency, graphVersion: version, communities })) {
      pieces.push(piece);
      // The event loop waits for one piece at most.
      await nextTurn();
    }
    return { version, stateId, pieces };
  }
}
