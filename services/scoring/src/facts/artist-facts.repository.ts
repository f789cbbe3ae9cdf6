import type { AttributeChange, FactsOfArtist } from "@interlude/core-links";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { CatalogueFacts } from "./facts-of-records.js";

/** One artist's facts. */
export interface ArtistFactsRow extends FactsOfArtist {
  readonly artist: string;
}

/** An artist of whom facts changed, with the attributes it had before. */
export interface ChangedFacts extends Pick<AttributeChange, "before"> {
  readonly artist: string;
}

const COLUMNS = `artist, genres, begin_year as "beginYear", end_year as "endYear", popularity, country, community`;

/** Facts of artists, and what the open epoch has staged of them. */
@Injectable()
export class ArtistFactsRepository {
  /** Stages what the catalogue says of some artists; each at most once a call. */
  async stageCatalogueFacts(
    transaction: Transaction,
    facts: ReadonlyMap<string, CatalogueFacts>,
  ): Promise<void> {
    const rows = [...facts].map(([artist, known]) => ({ artist, ...known }));
    await transaction.query(
      `insert into staged_artist_facts
         (artist, from_catalogue, genres, begin_year, end_year, popularity, country)
       select artist, true, genres, "beginYear", "endYear", popularity, country
       from jsonb_to_recordset($1::jsonb) as incoming (artist uuid, genres text[], "beginYear" integer,
         "endYear" integer, popularity double precision, country text)
       order by artist
       on conflict (artist) do update
       set from_catalogue = true, genres = excluded.genres, begin_year = excluded.begin_year,
         end_year = excluded.end_year, popularity = excluded.popularity, country = excluded.country`,
      [JSON.stringify(rows)],
    );
  }

  /** Stages the communities of some artists; each at most once a call. */
  async stageCommunities(
    transaction: Transaction,
    communities: ReadonlyMap<string, number | null>,
  ): Promise<void> {
    await transaction.query(
      `insert into staged_artist_facts (artist, from_graph, community)
       select artist, true, community from unnest($1::uuid[], $2::integer[]) as incoming (artist, community)
       order by artist
       on conflict (artist) do update set from_graph = true, community = excluded.community`,
      [[...communities.keys()], [...communities.values()]],
    );
  }

  /** Applies the staged facts at the end of an epoch; returns the artists of whom anything changed. */
  async applyStaged(transaction: Transaction, epoch: number): Promise<ChangedFacts[]> {
    return transaction.query<ChangedFacts>(
      `with staged as (
         delete from staged_artist_facts returning *
       ), superseded as (
         insert into superseded_artist_facts
         select known.artist, known.genres, known.begin_year, known.end_year, known.popularity, known.country,
           known.community
         from trainings, staged join artist_facts known using (artist)
         where trainings.state = 'pending' and known.epoch <= trainings.epoch
         on conflict (artist) do nothing
       ), merged as (
         select artist, known.artist is not null as has_row,
           jsonb_build_object('genres', coalesce(known.genres, '{}'), 'country', known.country) as before,
           case when from_catalogue then staged.genres else coalesce(known.genres, '{}') end as genres,
           case when from_catalogue then staged.begin_year else known.begin_year end as begin_year,
           case when from_catalogue then staged.end_year else known.end_year end as end_year,
           case when from_catalogue then staged.popularity else known.popularity end as popularity,
           case when from_catalogue then staged.country else known.country end as country,
           case when from_graph then staged.community else known.community end as community
         from staged left join artist_facts known using (artist)
       ), changed as (
         insert into artist_facts (artist, genres, begin_year, end_year, popularity, country, community, epoch)
         select artist, genres, begin_year, end_year, popularity, country, community, $1 from merged
         where has_row or genres <> '{}' or num_nonnulls(begin_year, end_year, popularity, country, community) > 0
         on conflict (artist) do update
         set genres = excluded.genres, begin_year = excluded.begin_year, end_year = excluded.end_year,
           popularity = excluded.popularity, country = excluded.country, community = excluded.community,
           epoch = excluded.epoch
         where (artist_facts.genres, artist_facts.begin_year, artist_facts.end_year, artist_facts.popularity,
             artist_facts.country, artist_facts.community)
           is distinct from (excluded.genres, excluded.begin_year, excluded.end_year, excluded.popularity,
             excluded.country, excluded.community)
         returning artist
       )
       select artist, before from changed join merged using (artist) order by artist`,
      [epoch],
    );
  }

  /** The newest epoch that changed anything; 0 before the first. */
  async newestEpoch(transaction: Transaction): Promise<number> {
    const [row] = await transaction.query<{ epoch: number }>(
      "select coalesce(max(epoch), 0) as epoch from artist_facts",
    );
    return row!.epoch;
  }

  all(transaction: Transaction): AsyncIterable<ArtistFactsRow> {
    return transaction.stream<ArtistFactsRow>(`select ${COLUMNS} from artist_facts`);
  }

  /** Facts as they were at the end of the epoch as of which a pending training reads, in the order of the artists. */
  asOfTraining(transaction: Transaction, epoch: number): AsyncIterable<ArtistFactsRow> {
    return transaction.stream<ArtistFactsRow>(
      `select ${COLUMNS} from superseded_artist_facts
       union all
       select ${COLUMNS} from artist_facts known
       where epoch <= $1 and not exists (select from superseded_artist_facts kept where kept.artist = known.artist)
       order by artist`,
      [epoch],
    );
  }

  /** Forgets what was kept aside for a training. */
  async forgetSuperseded(transaction: Transaction): Promise<void> {
    await transaction.query("delete from superseded_artist_facts");
  }

  /** Facts that became what they are in a later epoch. */
  changedSince(transaction: Transaction, epoch: number): AsyncIterable<ArtistFactsRow> {
    return transaction.stream<ArtistFactsRow>(`select ${COLUMNS} from artist_facts where epoch > $1`, [
      epoch,
    ]);
  }

  /** Facts of some artists; of one without a row nothing is known. */
  of(transaction: Transaction, artists: readonly string[]): Promise<ArtistFactsRow[]> {
    return transaction.query<ArtistFactsRow>(
      `select ${COLUMNS} from artist_facts where artist = any($1::uuid[])`,
      [artists],
    );
  }
}
