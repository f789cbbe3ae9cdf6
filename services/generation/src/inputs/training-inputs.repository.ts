import {
  type ArtistKnowledge,
  NO_TRACKS,
  type PairNeighbourhood,
  type ProfileSums,
} from "@interlude/core-tracks";
import { adamicAdar } from "@interlude/core-links";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { TRACK_COLUMNS, type TrackRow } from "./tracks.repository.js";

const MOST_TRACKS = 100_000;

/** An artist as conditions read it, of every track that credits it; without one `tracks` is all zeros. */
export interface ArtistInputs extends Omit<ArtistKnowledge, "latestYear"> {
  readonly artist: string;
  readonly degree: number;
}

/** How near two artists are in the graph without their own collaboration. */
export interface PairInputs extends PairNeighbourhood {
  /** The lesser MBID. */
  readonly artistA: string;
  readonly artistB: string;
}

/** The rows of a table as they were at the end of the kept epoch; without one, as they are. */
function kept(table: string, key: string): string {
  return `(
    select * from ${table} where not exists (
      select from superseded_rows where source = '${table}' and superseded_rows.key = ${key}
    )
    union all
    select row.* from superseded_rows cross join lateral jsonb_populate_record(null::${table}, body) as row
    where source = '${table}' and body is not null
  )`;
}

/**
 * What a training reads, as of one epoch whatever has come since: while an epoch is kept, triggers put aside rows that
 * change. All of it is streamed, in one transaction that sees one state.
 */
@Injectable()
export class TrainingInputsRepository {
  /** Keeps the inputs as they are at the end of an epoch, in the transaction that completes it. */
  async keep(transaction: Transaction, epoch: number): Promise<void> {
    await this.release(transaction);
    await transaction.query("insert into kept_epoch (epoch) values ($1)", [epoch]);
  }

  /** Forgets what was kept. */
  async release(transaction: Transaction): Promise<void> {
    await transaction.run(["delete from kept_epoch", "delete from superseded_rows"]);
  }

  /**
   * Chooses the tracks to train on: all, or of a larger catalogue those whose MBID hashes lowest, so that the choice
   * depends on nothing but the tracks. Comes first, in a transaction of its own.
   * @returns how many
   */
  async choose(transaction: Transaction, most = MOST_TRACKS): Promise<number> {
    await transaction.run(["set transaction isolation level repeatable read"]);
    await transaction.query(
      `create temp table work_sample on commit drop as
       select * from ${kept("tracks", "recording::text")} as tracks order by md5(recording::text) limit ${most}`,
    );
    await transaction.run([
      `create temp table work_artists on commit drop as
       select distinct artist from work_sample cross join unnest(artists[1:2]) as artist`,
      `create temp table work_pairs on commit drop as
       select distinct least(artists[1], artists[2]) as artist_a, greatest(artists[1], artists[2]) as artist_b
       from work_sample where cardinality(artists) > 1`,
      "analyze work_artists",
      "analyze work_pairs",
    ]);
    const [row] = await transaction.query<{ count: number }>("select count(*) as count from work_sample");
    return row!.count;
  }

  /** The chosen tracks, in the order of MBIDs. */
  tracks(transaction: Transaction): AsyncIterable<TrackRow> {
    return transaction.stream<TrackRow>(`select ${TRACK_COLUMNS} from work_sample order by recording`);
  }

  /** The first two artists of each chosen track, each artist once, in the order of MBIDs. */
  async *artists(transaction: Transaction): AsyncIterable<ArtistInputs> {
    const rows = transaction.stream<Omit<ArtistInputs, "tracks"> & { readonly tracks: ProfileSums | null }>(
      `select chosen.artist, coalesce(known.embedding, '{}')::double precision[] as embedding,
         coalesce(known.degree, 0) as degree, known.popularity,
         to_jsonb(profile) - 'artist' as tracks
       from work_artists chosen
       left join ${kept("artists", "artist::text")} known on known.artist = chosen.artist
       left join ${kept("artist_profiles", "artist::text")} profile on profile.artist = chosen.artist
       order by chosen.artist`,
    );
    for await (const { tracks, ...artist } of rows) yield { ...artist, tracks: tracks ?? NO_TRACKS };
  }

  /**
   * The pairs of first two artists of the chosen tracks, each once. Their own collaboration changes neither their common
   * neighbours nor the degrees of these.
   */
  async *pairs(transaction: Transaction): AsyncIterable<PairInputs> {
    await transaction.run([
      `create temp table work_neighbours on commit drop as
       select edge.artist, edge.collaborator, coalesce(known.degree, 0)::integer as degree
       from ${kept("collaborators", "artist || ':' || collaborator")} edge
       left join ${kept("artists", "artist::text")} known on known.artist = edge.collaborator
       where edge.artist in (select artist_a from work_pairs union select artist_b from work_pairs)`,
      "create unique index on work_neighbours (artist, collaborator)",
      "analyze work_neighbours",
    ]);
    const degreeWithout = (artist: string, other: string) =>
      `(select count(*) from work_neighbours n where n.artist = ${artist} and n.collaborator <> ${other})`;
    const rows = transaction.stream<
      Omit<PairInputs, "commonNeighbours" | "adamicAdar"> & { degrees: number[] }
    >(
      `select artist_a as "artistA", artist_b as "artistB",
         ${degreeWithout("artist_a", "artist_b")} as "degreeA", ${degreeWithout("artist_b", "artist_a")} as "degreeB",
         array(
           select one.degree from work_neighbours one
           join work_neighbours other on other.artist = artist_b and other.collaborator = one.collaborator
           where one.artist = artist_a
         ) as degrees
       from work_pairs order by artist_a, artist_b`,
    );
    for await (const { degrees, ...pair } of rows) {
      yield { ...pair, commonNeighbours: degrees.length, adamicAdar: adamicAdar(degrees) };
    }
  }
}
