import type { LogRecord, TopicPartition } from "../log/event-log.js";

/** Why a record could not be processed. */
export interface LetterFailure {
  readonly code: string;
  readonly reason: string;
}

/** A dead letter that is to be handled again, by the partition that its record came from. */
export interface RequestedLetter extends TopicPartition {
  readonly id: number;
}

/** A stage's dead letters once they are kept: each is replayed once, unless a newer record of its key comes. */
export interface ReplayStore<Transaction> {
  /** The first of the requested letters, in order of partition and offset; null if there is none. */
  nextRequested(): Promise<RequestedLetter | null>;
  /** Marks a letter as replayed and returns its record; null if it is not requested any more. */
  take(transaction: Transaction, id: number): Promise<LogRecord | null>;
  /** Opens a letter again. */
  reopen(transaction: Transaction, id: number, failure: LetterFailure): Promise<void>;
  /**
   * Records have come: open and requested letters of their topics and keys with lower offsets are superseded. Costs one
   * indexed look while no letter of their topics is open or requested.
   */
  supersede(
    transaction: Transaction,
    records: readonly Pick<LogRecord, "topic" | "key" | "offset">[],
  ): Promise<void>;
}
