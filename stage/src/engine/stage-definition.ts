import type { Marker, ServiceName, Topic } from "@interlude/contracts";
import type { RecordHeaders } from "../log/event-log.js";
import type { CompletedEpoch } from "./stage-store.js";

/** A record as a handler gets it: decoded, and known to be new. */
export interface StreamRecord<Value> {
  readonly key: string;
  /** null is a tombstone. */
  readonly value: Value | null;
  readonly headers: RecordHeaders;
  readonly epoch: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** What a handler may do while its transaction is open. */
export interface StageContext<Transaction> {
  readonly transaction: Transaction;
  /**
   * Identity of the tables as the newest completed epoch left them. What memory holds is of these tables only if it was
   * built under the same identity, whatever its version: after a restore, versions come twice.
   */
  readonly stateId: string;
  /**
   * Sends a record when the transaction commits, after everything sent to its partition before; null withdraws the key.
   * @param headers of this record alone, beside those of its epoch
   */
  publish<Value>(
    topic: Topic<Value>,
    key: string,
    value: Value | null,
    headers?: RecordHeaders,
  ): Promise<void>;
  /** Keeps a record that cannot be processed, of this transaction or an earlier one of the epoch; the rest goes on. */
  reject(record: StreamRecord<unknown>, code: string, reason: string): void;
}

/** What a handler may do at the end of an epoch. */
export interface EpochContext<Transaction> extends StageContext<Transaction> {
  /** Identity of the tables once this epoch is complete: that of what memory holds then. */
  readonly nextStateId: string;
  /**
   * What the epoch publishes is not all that is true, for the stage misses something that will come: the end of a rebuild,
   * which withdraws what was not published, waits for the next epoch.
   */
  postponeWithdrawals(): void;
}

/** What a handler may do in the background; what it publishes belongs to the open epoch. */
export interface BackgroundContext<Transaction> extends StageContext<Transaction> {
  /** The newest completed epoch; none is completed while the transaction is open. */
  readonly completed: CompletedEpoch;
  /**
   * Everything that is true has been published since a rebuild began: withdraws what was not. Does nothing without a
   * rebuild.
   */
  endRebuild(): Promise<void>;
}

/** Whether a stage has more to do in the background as it is now. */
export type BackgroundProgress = "more" | "done";

/** What a stage is, apart from its handlers: what it reads and what it publishes. */
export interface StageDefinition {
  readonly service: ServiceName;
  readonly inputs: readonly Topic<unknown>[];
  /**
   * Topics that are read as they come: no epoch waits for them, and their records may be of epochs
   * that are complete. For what is only kept and shown; their handlers must be idempotent.
   */
  readonly unalignedInputs?: readonly Topic<unknown>[];
  /** Topics that it publishes; those that have markers get its own at the end of each epoch. */
  readonly outputs: readonly Topic<unknown>[];
}

/** Everything that a stage reads, in the order in which it is handed over. */
export function allInputs(definition: StageDefinition): readonly Topic<unknown>[] {
  return [...definition.inputs, ...(definition.unalignedInputs ?? [])];
}

/** The work of a stage. `Transaction` comes from its store. */
export interface StageHandlers<Transaction> {
  /** New records of one topic, in order within each key. Writes them down; derives nothing yet. */
  onRecords(
    topic: Topic<unknown>,
    records: readonly StreamRecord<unknown>[],
    context: StageContext<Transaction>,
  ): Promise<void>;
  /** Every record of the epoch has been handed over: derive, write and publish what it caused. */
  onEpoch(marker: Marker, context: EpochContext<Transaction>): Promise<void>;
  /**
   * A short step of work for which no record waits, behind the batches and in a transaction of its own. Only one replica
   * at a time is at it, and no epoch is completed meanwhile. Asked again after `done` within a second or so.
   */
  onBackground?(context: BackgroundContext<Transaction>): Promise<BackgroundProgress>;
  /** A transaction was undone: discard what memory holds ahead of the store. */
  onRollback?(): void | Promise<void>;
}
