import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** A pair that the epoch changes. */
export interface PairChange {
  readonly artist_a: string;
  readonly artist_b: string;
  /** null where the pair was withdrawn. */
  readonly weight: number | null;
  readonly first_recording: number | null;
}

/** A pair of whom the catalogue does not have both, and where the record of it was read. */
export interface UnknownPair extends PairChange {
  readonly kinds: readonly string[] | null;
  readonly partition: number;
  readonly offset: number;
}

/**
 * What an epoch changes, worked out in tables of the transaction's own: `changed_artists` has who is to be looked at
 * before anything is published, `changed_pairs` the deltas, numbered.
 */
@Injectable()
export class ChangesRepository {
  /** Makes the artists what the epoch says and notes those of whom it says something new. */
  async applyArtists(transaction: Transaction): Promise<void> {
    await transaction.query(
      "create temporary table changed_artists (artist uuid not null, dirty boolean not null) on commit drop",
    );
    await transaction.query(
      `with newest as materialized (
         select distinct on (artist) artist, name, popularity, attributes from staged_artists
         order by artist, "offset" desc
       ), gone as (
         delete from artists using newest
         where newest.name is null and artists.artist = newest.artist
         returning artists.artist
       ), written as (
         insert into artists (artist, name, popularity, attributes)
         select artist, name, popularity, attributes from newest where name is not null
         on conflict (artist) do update
         set name = excluded.name, popularity = excluded.popularity, attributes = excluded.attributes
         where (artists.name, artists.popularity, artists.attributes)
           is distinct from (excluded.name, excluded.popularity, excluded.attributes)
         returning artist
       )
       insert into changed_artists
       select artist, false from gone union all select artist, false from written`,
    );
  }

  /**
   * Works out which pairs the epoch changes, and numbers them from `graphVersion` on in the order of their MBIDs.
   * Call after {@link applyArtists}. Returns how many there are.
   */
  async findPairs(transaction: Transaction, graphVersion: number): Promise<number> {
    await transaction.query(
      `create temporary table changed_pairs on commit drop as
       with newest as (
         select distinct on (artist_a, artist_b) * from staged_collaborations
         order by artist_a, artist_b, "offset" desc
       ), changed as (
         select newest.*,
           newest.weight is null or (a.artist is not null and b.artist is not null) as known
         from newest
         left join edges using (artist_a, artist_b)
         left join artists a on a.artist = artist_a
         left join artists b on b.artist = artist_b
         where (newest.weight, newest.first_recording) is distinct from (edges.weight, edges.first_recording)
       )
       select changed.*,
         $1::bigint + count(*) filter (where known) over (order by artist_a, artist_b rows unbounded preceding)
           as graph_version
       from changed`,
      [graphVersion],
    );
    const [row] = await transaction.query<{ count: number }>(
      "select count(*) from changed_pairs where known",
    );
    return row!.count;
  }

  /** The pairs that change, in the order of their MBIDs: each leads to the next version. */
  pairs(transaction: Transaction): AsyncIterable<PairChange> {
    return transaction.stream<PairChange>(
      `select artist_a, artist_b, weight, first_recording from changed_pairs
       where known order by artist_a, artist_b`,
    );
  }

  /** The pairs that cannot be taken, in the same order. */
  unknownPairs(transaction: Transaction): AsyncIterable<UnknownPair> {
    return transaction.stream<UnknownPair>(
      `select artist_a, artist_b, weight, first_recording, kinds, partition, "offset" from changed_pairs
       where not known order by artist_a, artist_b`,
    );
  }

  /** Makes the edges what the changed pairs say. */
  async applyPairs(transaction: Transaction): Promise<void> {
    await transaction.query(
      `with gone as (
         delete from edges using changed_pairs changed
         where changed.weight is null
           and edges.artist_a = changed.artist_a and edges.artist_b = changed.artist_b
       )
       insert into removed_edges (artist_a, artist_b, graph_version)
       select artist_a, artist_b, graph_version from changed_pairs where weight is null
       on conflict (artist_a, artist_b) do update set graph_version = excluded.graph_version`,
    );
    await transaction.query(
      `insert into edges (artist_a, artist_b, weight, first_recording, graph_version)
       select artist_a, artist_b, weight, first_recording, graph_version
       from changed_pairs where known and weight is not null
       order by artist_a, artist_b
       on conflict (artist_a, artist_b) do update
       set weight = excluded.weight, first_recording = excluded.first_recording,
           graph_version = excluded.graph_version`,
    );
  }

  /** Notes artists to be looked at before anything is published, each with whether its pairs are dirty. */
  async noteArtists(transaction: Transaction, artists: Iterable<readonly [string, boolean]>): Promise<void> {
    await transaction.copy("changed_artists", ["artist", "dirty"], fieldsOf(artists));
  }
}

function* fieldsOf(artists: Iterable<readonly [string, boolean]>): Iterable<[string, string]> {
  for (const [artist, dirty] of artists) yield [artist, dirty ? "t" : "f"];
}
