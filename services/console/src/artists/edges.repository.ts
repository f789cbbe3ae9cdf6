import type { GraphDelta } from "@interlude/contracts";
import type { DeltaPosition } from "@interlude/core-graph";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** What became of a batch of edges. */
export interface EdgeEffects {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** The edges of the collaboration graph. */
@Injectable()
export class EdgesRepository {
  /** Writes changes or edges of a snapshot, one a pair; one that is not newer than the stored edge changes nothing. */
  async apply(transaction: Transaction, deltas: readonly GraphDelta[]): Promise<EdgeEffects> {
    const kept = deltas.filter(({ kind }) => kind !== "edgeRemoved");
    const gone = deltas.filter(({ kind }) => kind === "edgeRemoved");
    const written = await transaction.query<{ inserted: boolean }>(
      `insert into edges (artist_a, artist_b, weight, graph_version)
       select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[])
       on conflict (artist_a, artist_b) do update
          set weight = excluded.weight, graph_version = excluded.graph_version
        where edges.graph_version < excluded.graph_version
       returning xmax = 0 as inserted`,
      columns(kept),
    );
    const removed = await transaction.query(
      `delete from edges
        using unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[])
              as gone (artist_a, artist_b, weight, graph_version)
        where edges.artist_a = gone.artist_a and edges.artist_b = gone.artist_b
          and edges.graph_version < gone.graph_version
       returning 1`,
      columns(gone),
    );
    const added = written.filter(({ inserted }) => inserted).length;
    return { added, changed: written.length - added, removed: removed.length };
  }

  /**
   * Removes what is older than a snapshot's edges, if so many of them have been written.
   * @returns how many edges that were; null if only a part of the snapshot has come
   */
  async takeSnapshot(transaction: Transaction, version: number, edges: number): Promise<number | null> {
    const [written] = await transaction.query<{ count: number }>(
      "select count(*) from edges where graph_version = $1",
      [version],
    );
    if (written!.count !== edges) return null;
    const removed = await transaction.query("delete from edges where graph_version < $1 returning 1", [
      version,
    ]);
    return removed.length;
  }

  /** How far the edges have followed the graph's changes. */
  async position(source: Pick<Transaction, "query">): Promise<DeltaPosition> {
    const [row] = await source.query<DeltaPosition>(
      "select graph_version as version, deltas_missing as missing from graph_position",
    );
    return row!;
  }

  async savePosition(transaction: Transaction, { version, missing }: DeltaPosition): Promise<void> {
    await transaction.query("update graph_position set graph_version = $1, deltas_missing = $2", [
      version,
      missing,
    ]);
  }
}

function columns(deltas: readonly GraphDelta[]): unknown[] {
  return [
    deltas.map(({ artistA }) => artistA),
    deltas.map(({ artistB }) => artistB),
    deltas.map(({ weight }) => weight),
    deltas.map(({ graphVersion }) => graphVersion),
  ];
}
