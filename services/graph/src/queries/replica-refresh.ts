import { setTimeout as sleep } from "node:timers/promises";
import { Injectable } from "@nestjs/common";
import { GraphMemory } from "../memory/graph-memory.js";

/** How often a process that is asked looks for epochs that another replica has completed. */
const REFRESH_MS = 1_000;

/**
 * Keeps what queries read close to the tables: a replica that did not complete the last epochs, or reads no partition,
 * catches up when it is asked, so that its responses are a second behind at most.
 */
@Injectable()
export class ReplicaRefresh {
  #lookedAt = -Infinity;
  #refreshing: Promise<void> | null = null;

  constructor(private readonly memory: GraphMemory) {}

  /** Brings the graph up to date unless that was looked after less than a second ago; waits for it at most so long. */
  async refresh(timeoutMs: number): Promise<void> {
    if (this.memory.idle === null || performance.now() - this.#lookedAt >= REFRESH_MS) {
      this.#refreshing ??= this.memory.refresh().finally(() => {
        this.#lookedAt = performance.now();
        this.#refreshing = null;
      });
    }
    if (this.#refreshing === null) return;
    const cancelled = new AbortController();
    const timeout = sleep(timeoutMs, undefined, { signal: cancelled.signal }).catch(() => {});
    await Promise.race([this.#refreshing, timeout]).finally(() => cancelled.abort());
  }
}
