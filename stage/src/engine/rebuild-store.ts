/** A key of one of a stage's outputs. */
export interface OutputKey {
  /** Logical name of the topic. */
  readonly topic: string;
  readonly key: Buffer;
}

/**
 * What the compacted outputs of a stage said when it was told to rebuild: the keys whose newest value was no tombstone.
 * The epoch that completes the rebuild publishes everything that is true now; what is left of the keys is withdrawn.
 */
export interface RebuildStore<Transaction> {
  /** Whether there are any: a rebuild has not been completed. */
  isPending(transaction: Transaction): Promise<boolean>;
  /** Leaves out keys that have been published. */
  forget(transaction: Transaction, keys: readonly OutputKey[]): Promise<void>;
  /** Takes up to so many of those that are left. */
  take(transaction: Transaction, limit: number): Promise<OutputKey[]>;
}
