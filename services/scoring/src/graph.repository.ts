import type { GraphDelta } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

interface EdgeRow {
  readonly artist_a: string;
  readonly artist_b: string;
  readonly weight: number;
  readonly first_recording: number;
}

interface DeltaRow extends EdgeRow {
  readonly graph_version: number;
  readonly kind: GraphDelta["kind"];
}

/** The replica's edges and names, and what the open epoch has staged of them. */
@Injectable()
export class GraphRepository {
  /** Stages deltas; one that was staged before is the same. */
  async stageDeltas(transaction: Transaction, deltas: readonly GraphDelta[]): Promise<void> {
    await transaction.query(
      `insert into staged_deltas
       select * from unnest($1::bigint[], $2::text[], $3::uuid[], $4::uuid[], $5::integer[], $6::integer[])
       on conflict (graph_version) do nothing`,
      [
        deltas.map(({ graphVersion }) => graphVersion),
        deltas.map(({ kind }) => kind),
        deltas.map(({ artistA }) => artistA),
        deltas.map(({ artistB }) => artistB),
        deltas.map(({ weight }) => weight),
        deltas.map(({ firstRecording }) => firstRecording),
      ],
    );
  }

  /** Stages names (null withdraws the artist); each artist at most once a call. */
  async stageNames(transaction: Transaction, names: ReadonlyMap<string, string | null>): Promise<void> {
    await transaction.query(
      `insert into staged_artists
       select * from unnest($1::uuid[], $2::text[]) as incoming (artist, name) order by artist
       on conflict (artist) do update set name = excluded.name`,
      [[...names.keys()], [...names.values()]],
    );
  }

  /** Stages the artists whose pairs are to be rescored. */
  async stageDirty(transaction: Transaction, artists: readonly string[]): Promise<void> {
    await transaction.query(
      `insert into staged_dirty
       select distinct artist from unnest($1::uuid[]) as incoming (artist) order by artist
       on conflict (artist) do nothing`,
      [artists],
    );
  }

  edges(transaction: Transaction): AsyncIterable<EdgeRow> {
    return transaction.stream<EdgeRow>("select artist_a, artist_b, weight, first_recording from edges");
  }

  /** Deltas after a version, in their order. */
  stagedDeltas(transaction: Transaction, after: number): AsyncIterable<DeltaRow> {
    return transaction.stream<DeltaRow>(
      `select graph_version, kind, artist_a, artist_b, weight, first_recording
       from staged_deltas where graph_version > $1 order by graph_version`,
      [after],
    );
  }

  /** Folds the deltas after a version into the edges, and deletes them. */
  async applyDeltas(transaction: Transaction, after: number): Promise<void> {
    await transaction.query(
      `with newest as (
         select distinct on (artist_a, artist_b) *
         from staged_deltas where graph_version > $1
         order by artist_a, artist_b, graph_version desc
       ), gone as (
         delete from edges using newest
         where newest.kind = 'edgeRemoved'
           and edges.artist_a = newest.artist_a and edges.artist_b = newest.artist_b
       )
       insert into edges
       select artist_a, artist_b, weight, first_recording from newest where kind <> 'edgeRemoved'
       on conflict (artist_a, artist_b) do update
       set weight = excluded.weight, first_recording = excluded.first_recording`,
      [after],
    );
    await transaction.query("delete from staged_deltas");
  }

  /** Applies the staged names; returns the MBIDs of those that changed. */
  async applyNames(transaction: Transaction): Promise<string[]> {
    const gone = await transaction.query<{ artist: string }>(
      `delete from artists using staged_artists staged
       where staged.name is null and artists.artist = staged.artist
       returning artists.artist`,
    );
    const written = await transaction.query<{ artist: string }>(
      `insert into artists
       select * from staged_artists where name is not null
       on conflict (artist) do update set name = excluded.name
       where artists.name <> excluded.name
       returning artist`,
    );
    await transaction.query("delete from staged_artists");
    return [...gone, ...written].map(({ artist }) => artist);
  }

  /** Takes the staged artists whose pairs are to be rescored. */
  async takeDirty(transaction: Transaction): Promise<string[]> {
    const rows = await transaction.query<{ artist: string }>("delete from staged_dirty returning artist");
    return rows.map(({ artist }) => artist);
  }

  /** Names of some artists, by MBID; an artist without a row has none. */
  async names(transaction: Transaction, mbids: readonly string[]): Promise<Map<string, string>> {
    const rows = await transaction.query<{ artist: string; name: string }>(
      "select artist, name from artists where artist = any($1::uuid[])",
      [mbids],
    );
    return new Map(rows.map(({ artist, name }) => [artist, name]));
  }
}
