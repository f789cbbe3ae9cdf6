import type { Epoch, EpochCounts, StreamHistory } from "../history/epoch.js";
import type { PlannedEpoch } from "./plan-epoch.js";

/** Receives the progress of the replication loop. */
export interface ReplicationReport {
  history(history: StreamHistory): void;
  /** The newest packet that is known to exist, in the folder or at the feed. */
  newest(packet: number | null): void;
  reading(planned: PlannedEpoch): void;
  published(epoch: Epoch, counts: EpochCounts, milliseconds: number): void;
  /** There is nothing to read. */
  waiting(): void;
  /** The loop stopped at input that it must not read; called again at each poll while that is so. */
  blocked(code: string, reason: string): void;
  /** The log, the database or this program failed; the work is tried again. */
  retrying(error: unknown, attempt: number): void;
  /** A packet could not be fetched, and will be asked for again. */
  fetchFailed(code: string, reason: string): void;
  /**
   * Packets in the folder that were applied with other bytes, and why some could not be compared; called after each
   * scan.
   */
  changedPackets(packets: readonly number[], unreadable: readonly string[]): void;
  /** Why files in the folder cannot be read, while the others are; called at each poll. */
  unreadable(reasons: readonly string[]): void;
  /** Why the dump in the folder is not used; null if it is, or there is none. */
  unusedDump(reason: string | null): void;
  /** A packet cannot be applied again, and will not be. */
  notReapplied(code: string, reason: string): void;
  /** The folder cannot be watched, with the code of the failure, and is polled only; null: it is watched. */
  polling(code: string | null): void;
}
