import type { StageMetrics } from "@interlude/stage";
import type { StreamHistory } from "../history/epoch.js";

/** Ingestion's metrics besides those of every stage. */
export class ReplicationMetrics {
  /** Where the stream stands; null before it was read. */
  reached: Pick<StreamHistory, "sequence" | "upTo"> | null = null;
  /** The newest packet that is known to exist. */
  newest: number | null = null;
  readonly progress;
  readonly changedPackets;
  readonly fetchFailures;
  readonly omissions;
  readonly #blocked;

  constructor(
    metrics: StageMetrics,
    /** Unix time in milliseconds. */
    private readonly now: () => number,
  ) {
    this.#blocked = metrics.gauge(
      "interlude_follower_blocked",
      "1 while ingestion is stopped at input that it must not use, with the code of the reason",
      ["code"],
    );
    this.progress = metrics.gauge(
      "interlude_ingestion_progress_ratio",
      "Part of an archive that has been read, while it is read",
      ["file"],
    );
    this.changedPackets = metrics.gauge(
      "interlude_ingestion_republished_packets",
      "Packets in the folder that were applied with other bytes",
    );
    this.fetchFailures = metrics.counter(
      "interlude_ingestion_feed_troubles_total",
      "Kinds of failures met when fetching packets",
      ["code"],
    );
    this.omissions = metrics.counter(
      "interlude_ingestion_omissions_total",
      "What was not taken in as it is: rows that were set aside, values that are kept as null, files that are left alone",
      ["what", "code"],
    );
    metrics.observedGauge(
      "interlude_ingestion_packets_behind",
      "Packets known to exist after the one that is reached",
      () => this.packetsBehind,
    );
    metrics.observedGauge(
      "interlude_ingestion_lag_seconds",
      "Age of the newest dump or packet that is published, by its own TIMESTAMP",
      () => this.#lagSeconds(),
    );
    this.unblocked();
  }

  blocked(code: string): void {
    this.#blocked.reset();
    this.#blocked.set({ code }, 1);
  }

  unblocked(): void {
    this.#blocked.reset();
    this.#blocked.set({ code: "" }, 0);
  }

  /** Packets known to exist after the one that is reached; null if no packet can follow. */
  get packetsBehind(): number | null {
    const sequence = this.reached?.sequence ?? null;
    return sequence === null ? null : Math.max(0, (this.newest ?? sequence) - sequence);
  }

  #lagSeconds(): number | null {
    const upTo = this.reached?.upTo ?? null;
    return upTo === null ? null : this.now() / 1000 - upTo / 1e6;
  }
}
