/** A snapshot that was saved completely. */
export interface StoredSnapshot {
  readonly graphVersion: number;
  /** State of the graph that was saved. */
  readonly stateId: string;
  readonly bytes: number;
  /** Its bytes in order, in pieces of at most the size of those that were saved. */
  pieces(): AsyncIterable<Uint8Array>;
}

/** What a snapshot is of. */
export type SavedState = Pick<StoredSnapshot, "graphVersion" | "stateId">;

/**
 * Stores the newest snapshot of the graph, as bytes that it does not interpret. Saving is atomic: an interrupted one has
 * no effect.
 */
export interface SnapshotStore {
  /** Saves a snapshot in place of all that were saved before. Rejects with what `pieces` throws. */
  save(of: SavedState, pieces: Iterable<Uint8Array>): Promise<void>;
  /** The snapshot saved last, or null. */
  latest(): Promise<StoredSnapshot | null>;
  /** Deletes all snapshots, so that an unreadable one is not tried at every start. */
  clear(): Promise<void>;
}

export const SNAPSHOT_STORE = Symbol("snapshot store");
