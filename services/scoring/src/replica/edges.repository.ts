import type { GraphDelta } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

export interface EdgeRow {
  readonly artist_a: string;
  readonly artist_b: string;
  readonly weight: number;
  readonly first_recording: number;
}

/** Version of the graph that a training reads, if one is pending: edges of it that change are kept aside. */
const PENDING_TRAINING = "select graph_version as version from trainings where state = 'pending'";

/** The replica's edges, each with the version that made it what it is. */
@Injectable()
export class EdgesRepository {
  /** Writes changes or edges of a snapshot, one a pair; one that is not newer than the stored edge changes nothing. */
  async write(transaction: Transaction, items: readonly GraphDelta[]): Promise<void> {
    await transaction.query(
      `with incoming as (
         select * from unnest($1::bigint[], $2::text[], $3::uuid[], $4::uuid[], $5::integer[], $6::integer[])
           as item (graph_version, kind, artist_a, artist_b, weight, first_recording)
       ), training as (
         ${PENDING_TRAINING}
       ), superseded as (
         insert into superseded_edges
         select edges.artist_a, edges.artist_b, edges.weight, edges.first_recording
         from training, incoming join edges using (artist_a, artist_b)
         where edges.graph_version <= training.version and edges.graph_version < incoming.graph_version
         on conflict (artist_a, artist_b) do nothing
       ), added as (
         insert into added_edges
         select artist_a, artist_b from incoming
         where kind = 'edgeAdded'
           and exists (select from scoring_state where model_id not like 'link-prior-%')
         on conflict (artist_a, artist_b) do nothing
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
      `with training as (
         ${PENDING_TRAINING}
       ), gone as (
         delete from edges where graph_version < $1 returning *
       ), superseded as (
         insert into superseded_edges
         select gone.artist_a, gone.artist_b, gone.weight, gone.first_recording
         from training, gone where gone.graph_version <= training.version
         on conflict (artist_a, artist_b) do nothing
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

  /** Edges as they were at the version that a pending training reads, in the order of the pairs. */
  asOfTraining(transaction: Transaction, version: number): AsyncIterable<EdgeRow> {
    return transaction.stream<EdgeRow>(
      `select artist_a, artist_b, weight, first_recording from edges where graph_version <= $1
       union all select artist_a, artist_b, weight, first_recording from superseded_edges
       order by artist_a, artist_b`,
      [version],
    );
  }

  /** Takes the pairs that the open epoch added while a trained model was in use, in their order. */
  takeAdded(transaction: Transaction): Promise<Pick<EdgeRow, "artist_a" | "artist_b">[]> {
    return transaction.query(
      `with taken as (delete from added_edges returning artist_a, artist_b)
       select * from taken order by artist_a, artist_b`,
    );
  }

  /** Forgets what was kept aside for a training. */
  async forgetSuperseded(transaction: Transaction): Promise<void> {
    await transaction.query("delete from superseded_edges");
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
