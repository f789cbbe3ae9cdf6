import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { StagedCollaboration } from "./staged-change.js";

export interface StagedArtist {
  readonly artist: string;
  /** null where the artist was withdrawn. */
  readonly name: string | null;
  readonly popularity: number | null;
}

export interface EdgeRow {
  readonly artist_a: string;
  readonly artist_b: string;
  readonly weight: number;
  readonly first_recording: number;
}

export interface ArtistRow {
  readonly artist: string;
  readonly name: string;
  readonly popularity: number | null;
}

/** The tables of schema graph. Rows go in as arrays, one a column, and in key order. */
@Injectable()
export class GraphRepository {
  /** Notes what an epoch says about pairs; each pair at most once a call. */
  async stageCollaborations(transaction: Transaction, staged: readonly StagedCollaboration[]): Promise<void> {
    await transaction.query(
      `insert into staged_collaborations
       select * from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[])
         as incoming (artist_a, artist_b, weight, first_recording)
       order by artist_a, artist_b
       on conflict (artist_a, artist_b) do update
       set weight = excluded.weight, first_recording = excluded.first_recording`,
      [
        staged.map(({ artistA }) => artistA),
        staged.map(({ artistB }) => artistB),
        staged.map(({ weight }) => weight),
        staged.map(({ firstRecording }) => firstRecording),
      ],
    );
  }

  /** Notes what an epoch says about artists; each artist at most once a call. */
  async stageArtists(transaction: Transaction, staged: readonly StagedArtist[]): Promise<void> {
    await transaction.query(
      `insert into staged_artists
       select * from unnest($1::uuid[], $2::text[], $3::double precision[])
         as incoming (artist, name, popularity)
       order by artist
       on conflict (artist) do update set name = excluded.name, popularity = excluded.popularity`,
      [
        staged.map(({ artist }) => artist),
        staged.map(({ name }) => name),
        staged.map(({ popularity }) => popularity),
      ],
    );
  }

  async graphVersion(transaction: Transaction): Promise<number> {
    const [row] = await transaction.query<{ graph_version: number }>("select graph_version from graph_state");
    return row!.graph_version;
  }

  async saveGraphVersion(transaction: Transaction, version: number): Promise<void> {
    await transaction.query("update graph_state set graph_version = $1", [version]);
  }

  edges(transaction: Transaction): AsyncIterable<EdgeRow> {
    return transaction.stream<EdgeRow>("select artist_a, artist_b, weight, first_recording from edges");
  }

  async countStagedCollaborations(transaction: Transaction): Promise<number> {
    const [row] = await transaction.query<{ count: number }>("select count(*) from staged_collaborations");
    return row!.count;
  }

  /** What the epoch says about pairs, in the order of their MBIDs. */
  stagedCollaborations(transaction: Transaction): AsyncIterable<{
    artist_a: string;
    artist_b: string;
    weight: number | null;
    first_recording: number | null;
  }> {
    return transaction.stream(
      "select artist_a, artist_b, weight, first_recording from staged_collaborations order by artist_a, artist_b",
    );
  }

  /** Makes the edges what the epoch says, and forgets what it said. */
  async applyCollaborations(transaction: Transaction): Promise<void> {
    await transaction.query(
      `delete from edges using staged_collaborations staged
       where staged.weight is null
         and edges.artist_a = staged.artist_a and edges.artist_b = staged.artist_b`,
    );
    await transaction.query(
      `insert into edges
       select * from staged_collaborations where weight is not null
       on conflict (artist_a, artist_b) do update
       set weight = excluded.weight, first_recording = excluded.first_recording
       where (edges.weight, edges.first_recording) <> (excluded.weight, excluded.first_recording)`,
    );
    await transaction.query("delete from staged_collaborations");
  }

  /**
   * Makes the artists what the epoch says, forgets what it said, and returns the MBIDs of those whose name,
   * popularity or existence changed.
   */
  async applyArtists(transaction: Transaction): Promise<string[]> {
    const gone = await transaction.query<{ artist: string }>(
      `delete from artists using staged_artists staged
       where staged.name is null and artists.artist = staged.artist
       returning artists.artist`,
    );
    const written = await transaction.query<{ artist: string }>(
      `insert into artists
       select * from staged_artists where name is not null
       on conflict (artist) do update set name = excluded.name, popularity = excluded.popularity
       where (artists.name, artists.popularity) is distinct from (excluded.name, excluded.popularity)
       returning artist`,
    );
    await transaction.query("delete from staged_artists");
    return [...gone, ...written].map(({ artist }) => artist);
  }

  /** Those of some artists that are in the catalogue, by MBID. */
  async artists(transaction: Transaction, mbids: readonly string[]): Promise<Map<string, ArtistRow>> {
    const rows = await transaction.query<ArtistRow>(
      "select artist, name, popularity from artists where artist = any($1::uuid[])",
      [mbids],
    );
    return new Map(rows.map((row) => [row.artist, row]));
  }
}
