/** A snapshot that was saved whole. */
export interface StoredSnapshot {
  readonly graphVersion: number;
  readonly bytes: number;
  /** Its bytes, in the order and in pieces no larger than those that were saved. */
  pieces(): AsyncIterable<Uint8Array>;
}

/**
 * Keeps the newest snapshot of the graph. Saving is all or nothing: one that was broken off is as if it had never
 * begun. What is in the bytes is nobody's business here.
 */
export interface SnapshotStore {
  /** Saves a snapshot; when it is whole, all that were saved before are forgotten. Rejects with what `pieces` throws. */
  save(graphVersion: number, pieces: Iterable<Uint8Array>): Promise<void>;
  /** The one saved last, or null. */
  latest(): Promise<StoredSnapshot | null>;
  /** Forgets all there are: what cannot be read shall not be tried at every start. */
  clear(): Promise<void>;
}

export const SNAPSHOT_STORE = Symbol("snapshot store");
