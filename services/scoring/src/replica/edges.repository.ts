import type { GraphDelta } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

export interface EdgeRow {
  readonly artist_a: string;
  readonly artist_b: string;
  readonly weight: number;
  readonly first_recording: number;
}

/** The replica's edges, each with the version that made it what it is. */
@Injectable()
export class EdgesRepository {
  /** Writes changes or edges of a snapshot, one a pair; one that is not newer than the stored edge changes nothing. */
  async write(transaction: Transaction, items: readonly GraphDelta[]): Promise<void> {
    await transaction.query(
      `with incoming as (
         select * from unnest($1::bigint[], $2::text[], $3::uuid[], $4::uuid[], $5::integer[], $6::integer[])
           as item (graph_version, kind, artist_a, artist_b, weight, first_recording)
       ), gone as (
         delete from edges using incoming
         where incoming.kind = 'edgeRemoved' and edges.graph_version < incoming.graph_version
           and edges.artist_a = incoming.artist_a and edges.artist_b = incoming.artist_b
         returning edges.artist_a, edges.artist_b, incoming.graph_version
       ), noted as (
         insert into removed_edges select * from gone
         on conflict (artist_a, artist_b) do update set graph_version = excluded.graph_version
       )
       insert into edges (artist_a, artist_b, weight, first_recording, graph_version)
       select artist_a, artist_b, weight, first_recording, graph_version from incoming where kind <> 'edgeRemoved'
       on conflict (artist_a, artist_b) do update
       set weight = excluded.weight, first_recording = excluded.first_recording, graph_version = excluded.graph_version
       where edges.graph_version < excluded.graph_version`,
      [
        items.map(({ graphVersion }) => graphVersion),
        items.map(({ kind }) => kind),
        items.map(({ artistA }) => artistA),
        items.map(({ artistB }) => artistB),
        items.map(({ weight }) => weight),
        items.map(({ firstRecording }) => firstRecording),
      ],
    );
  }

  /** Removes what is older than a snapshot's edges, if so many of them have been written; else there was only a part. */
  async takeSnapshot(transaction: Transaction, version: number, edges: number): Promise<boolean> {
    const [written] = await transaction.query<{ count: number }>(
      "select count(*) from edges where graph_version = $1",
      [version],
    );
    if (written!.count !== edges) return false;
    await transaction.query(
      `with gone as (
         delete from edges where graph_version < $1 returning artist_a, artist_b
       )
       insert into removed_edges select artist_a, artist_b, $1 from gone
       on conflict (artist_a, artist_b) do update set graph_version = excluded.graph_version`,
      [version],
    );
    return true;
  }

  all(transaction: Transaction): AsyncIterable<EdgeRow> {
    return transaction.stream<EdgeRow>("select artist_a, artist_b, weight, first_recording from edges");
  }

  /** Edges that became what they are after a version. */
  changedSince(transaction: Transaction, version: number): AsyncIterable<EdgeRow> {
    return transaction.stream<EdgeRow>(
      "select artist_a, artist_b, weight, first_recording from edges where graph_version > $1",
      [version],
    );
  }

  /** Edges that were removed after a version; some may have come back. */
  removedSince(
    transaction: Transaction,
    version: number,
  ): AsyncIterable<Pick<EdgeRow, "artist_a" | "artist_b">> {
    return transaction.stream("select artist_a, artist_b from removed_edges where graph_version > $1", [
      version,
    ]);
  }
}
