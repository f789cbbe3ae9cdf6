import type { Epoch, EpochCounts, Omission, StreamHistory } from "../history/epoch.js";
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
  /** Files of the folder that are left alone while the others are read; called when they change. */
  omittedFiles(files: readonly Omission[]): void;
  /** A packet cannot be applied again, and will not be. */
  notReapplied(code: string, reason: string): void;
  /** The folder cannot be watched, with the code of the failure, and is polled only; null: it is watched. */
  polling(code: string | null): void;
}
