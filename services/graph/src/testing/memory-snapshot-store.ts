import type { SavedState, SnapshotStore, StoredSnapshot } from "../snapshots/snapshot-store.js";

/** Snapshots in memory, for tests: one store can be shared by several processes, and its bytes can be damaged. */
export class MemorySnapshotStore implements SnapshotStore {
  #latest: (SavedState & { pieces: Uint8Array[] }) | null = null;

  save(of: SavedState, pieces: Iterable<Uint8Array>): Promise<void> {
    return attempt(() => {
      this.#latest = { ...of, pieces: Array.from(pieces, (piece) => piece.slice()) };
    });
  }

  latest(): Promise<StoredSnapshot | null> {
    const latest = this.#latest;
    if (latest === null) return Promise.resolve(null);
    return Promise.resolve({
      graphVersion: latest.graphVersion,
      stateId: latest.stateId,
      bytes: latest.pieces.reduce((sum, piece) => sum + piece.length, 0),
      pieces: async function* () {
        yield* latest.pieces;
      },
    });
  }

  clear(): Promise<void> {
    this.#latest = null;
    return Promise.resolve();
  }
}

function attempt(work: () => void): Promise<void> {
  return new Promise((resolve) => {
    work();
    resolve();
  });
}
