import type { Database } from "@interlude/infra-postgres";
import type { SavedState, SnapshotStore, StoredSnapshot } from "./snapshot-store.js";

/** Size of a row: large enough to save round trips, small enough for every buffer on the way. */
const PIECE_BYTES = 1 << 20;

interface SnapshotRow {
  readonly snapshot: number;
  readonly graph_version: number;
  readonly state_id: string;
  readonly pieces: number;
  readonly bytes: number;
}

/** Snapshots in the service's own schema. Each piece is a statement of its own, so that no transaction is long. */
export class PostgresSnapshotStore implements SnapshotStore {
  constructor(private readonly database: Database) {}

  async save({ graphVersion, stateId }: SavedState, pieces: Iterable<Uint8Array>): Promise<void> {
    const [row] = await this.database.query<{ snapshot: number }>(
      "insert into snapshots (graph_version, state_id) values ($1, $2) returning snapshot",
      [graphVersion, stateId],
    );
    const { snapshot } = row!;
    let position = 0;
    let bytes = 0;
    for (const piece of gathered(pieces)) {
      await this.database.query("insert into snapshot_pieces values ($1, $2, $3)", [
        snapshot,
        position,
        piece,
      ]);
      position += 1;
      bytes += piece.length;
    }
    await this.database.transaction(async (transaction) => {
      await transaction.query(
        "update snapshots set pieces = $2, bytes = $3, saved_at = now() where snapshot = $1",
        [snapshot, position, bytes],
      );
      await transaction.query("delete from snapshots where snapshot < $1", [snapshot]);
    });
  }

  async latest(): Promise<StoredSnapshot | null> {
    const [row] = await this.database.query<SnapshotRow>(
      `select snapshot, graph_version, state_id, pieces, bytes from snapshots
       where saved_at is not null order by snapshot desc limit 1`,
    );
    if (row === undefined) return null;
    const { graph_version: graphVersion, state_id: stateId, bytes } = row;
    return { graphVersion, stateId, bytes, pieces: () => this.#pieces(row) };
  }

  async clear(): Promise<void> {
    await this.database.query("delete from snapshots where saved_at is not null");
  }

  async *#pieces({ snapshot, pieces }: SnapshotRow): AsyncIterable<Uint8Array> {
    for (let position = 0; position < pieces; position += 1) {
      const [row] = await this.database.query<{ bytes: Buffer }>(
        "select bytes from snapshot_pieces where snapshot = $1 and position = $2",
        [snapshot, position],
      );
      // Replaced by another replica's snapshot meanwhile: the reader rejects bytes that end early.
      if (row === undefined) return;
      yield row.bytes;
    }
  }
}

/** Cuts and joins pieces to the size of a row. */
function* gathered(pieces: Iterable<Uint8Array>): Iterable<Buffer> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + PIECE_BYTES - size);
      waiting.push(part);
      at += part.length;
      size += part.length;
      if (size < PIECE_BYTES) continue;
      yield Buffer.concat(waiting);
      waiting = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.concat(waiting);
}
