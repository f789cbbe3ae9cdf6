import type { Marker } from "@interlude/contracts";
import type { PartitionEnds, TopicPartition } from "../log/event-log.js";
import type { RejectedRecord } from "../records/dead-letter.js";
import type { RecordBatch } from "./outbox-frames.js";
import type { RebuildStore } from "./rebuild-store.js";
import type { ReplayStore } from "./replay-store.js";

/** How far a stage has read one partition. */
export interface PartitionPosition extends TopicPartition {
  /** First offset that has not been handled. */
  readonly nextOffset: bigint;
  /** The newest marker that was read, or null before the first. */
  readonly marker: Marker | null;
  /** Records before this offset are read again for a rebuild, whatever their epoch. */
  readonly replayUntil?: bigint;
}

/** Records waiting in the outbox; `id` rises in the order of writing. */
export interface OutboxBatch extends RecordBatch {
  readonly id: bigint;
}

/**
 * Where a stage keeps its positions, its markers and its outbox, in the same transactions as its rows.
 * `Transaction` is what the stage's repositories write through.
 */
export interface StageStore<Transaction> {
  /**
   * Runs work in one transaction: all of it or nothing. An error of the store says whose fault it is: a value's, or that
   * of something that passes (a lost connection, a deadlock, a full disk, a server that restarts).
   */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** Positions of partitions, without a lock; a partition never read is at offset 0. */
  positions(partitions: readonly TopicPartition[]): Promise<PartitionPosition[]>;
  /** The same, locked until the transaction ends, in a fixed order. */
  lockPositions(
    transaction: Transaction,
    partitions: readonly TopicPartition[],
  ): Promise<PartitionPosition[]>;
  savePositions(transaction: Transaction, positions: readonly PartitionPosition[]): Promise<void>;
  /** Newest epoch that the stage has completed; 0 before the first. */
  completedEpoch(transaction?: Transaction): Promise<CompletedEpoch>;
  /** The same, locked: only one transaction at a time decides whether an epoch is complete. */
  lockCompletedEpoch(transaction: Transaction): Promise<CompletedEpoch>;
  /** The same without waiting: null while another transaction has it locked. */
  tryLockCompletedEpoch(transaction: Transaction): Promise<CompletedEpoch | null>;
  saveCompletedEpoch(transaction: Transaction, completed: CompletedEpoch): Promise<void>;
  /** Position of every partition that has ever been read, markers included. */
  allPositions(transaction: Transaction): Promise<PartitionPosition[]>;
  /** Puts batches into the outbox, after those put there before. */
  addToOutbox(transaction: Transaction, batches: readonly RecordBatch[]): Promise<void>;
  /** Keeps records that could not be processed, until they are replayed. */
  keepDeadLetters(transaction: Transaction, rejected: readonly RejectedRecord[]): Promise<void>;
  /** Identity of the stream that this stage reads; null if it has none yet. */
  streamIdentity(): Promise<string | null>;
  /** Notes that a process of this stage has its inputs at hand. */
  noteSeen(): Promise<void>;
  /** Time since that was noted last, by the store's clock. */
  millisecondsSinceSeen(): Promise<number>;
  /** Time since a statement of the transaction ended last; infinite before the first. */
  millisecondsSinceStatement(transaction: Transaction): number;
  /** Runs work inside the transaction that can be undone alone when it fails. */
  savepoint<Result>(transaction: Transaction, work: () => Promise<Result>): Promise<Result>;
  readonly outbox: OutboxStore;
  readonly rebuild: RebuildStore<Transaction>;
  readonly replay: ReplayStore<Transaction>;
}

export interface CompletedEpoch {
  readonly epoch: number;
  readonly sequence: number;
  /** A uuid for the tables as they are with this epoch complete: after a restore, a number may come twice, it does not. */
  readonly stateId: string;
}

/** The outbox as its relay sees it. */
export interface OutboxStore {
  /**
   * Makes this process the only relay of the stage until it releases the lease or does not renew it in time, which it
   * does by itself; null when another process is.
   */
  acquire(): Promise<OutboxLease | null>;
}

export interface OutboxLease {
  /** False once it was not renewed in time: another process may have it. */
  readonly isHeld: boolean;
  /** Renews it at once; false if another process has it. */
  renew(): Promise<boolean>;
  /** Where partitions ended after what was sent last, as it was noted. */
  sentEnds(): Promise<PartitionEnds>;
  /** The oldest batches after an id, in order of id: one if there is any, and more while they fit into so many bytes. */
  read(after: bigint, bytes: number): Promise<OutboxBatch[]>;
  /**
   * Deletes batches that were sent, and no others: one with a lower id may have been committed since.
   * @param ends where partitions ended after them, noted with it
   */
  delete(batches: readonly Pick<OutboxBatch, "id">[], ends: PartitionEnds): Promise<void>;
  /** Newest epoch that the stage has completed; what it caused is in the outbox or sent. */
  completedEpoch(): Promise<number>;
  release(): Promise<void>;
}
