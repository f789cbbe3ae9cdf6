import { MAX_PAIRED_ARTISTS } from "@interlude/core-musicbrainz";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

const EVERY_CREDIT = "select distinct artist_credit from artist_credit_name";

/** Credits whose names changed, or one of whose artists was added, deleted or got another MBID. */
const TOUCHED_CREDITS = `
  select key::integer as artist_credit from work_dirty where kind = 'credit'
  union
  select artist_credit from work_artists as work join artist_credit_name on artist_credit_name.artist = work.id
  where work.before is distinct from work.after`;

/** Names of artists that do not exist, are deleted or special-purpose have no MBID and fall out. */
const FRESH_ARTISTS = `
  create temp table work_credit_artists on commit drop as
  select names.artist_credit, artist.mbid as artist, min(names.position) as position
  from work_credits join artist_credit_name as names using (artist_credit)
  join artist on artist.id = names.artist
  where not names.deleted and not artist.deleted and artist.mbid is not null
  group by names.artist_credit, artist.mbid`;

/** Credits that are not just spelled differently. */
const CHANGED_CREDITS = `
  create temp table work_changed_credits on commit drop as
  select distinct coalesce(fresh.artist_credit, known.artist_credit) as artist_credit
  from work_credit_artists as fresh
  full join (select credit_artists.* from credit_artists join work_credits using (artist_credit)) as known
    on known.artist_credit = fresh.artist_credit and known.artist = fresh.artist
  where fresh.position is distinct from known.position`;

/** Pairs as they were; those as they are now are added below. Their weights are counted again. */
const PAIRS_BEFORE = `
  create temp table work_pairs on commit drop as
  select artist_a, artist_b from credit_pairs
  where artist_credit in (select artist_credit from work_changed_credits union select artist_credit from work_usage_deltas)`;

const REPLACE_CREDITS = [
  "delete from credit_artists using work_changed_credits as work where credit_artists.artist_credit = work.artist_credit",
  "delete from credit_pairs using work_changed_credits as work where credit_pairs.artist_credit = work.artist_credit",
  "delete from oversized_credits using work_changed_credits as work where oversized_credits.artist_credit = work.artist_credit",
  `insert into credit_artists (artist_credit, artist, position)
   select artist_credit, artist, position from work_credit_artists join work_changed_credits using (artist_credit)
   order by artist_credit, artist`,
];

const OVERSIZED = `
  insert into oversized_credits (artist_credit, artists)
  select artist_credit, count(*) from work_credit_artists join work_changed_credits using (artist_credit)
  group by artist_credit having count(*) > ${MAX_PAIRED_ARTISTS}`;

const PAIRS_NOW = `
  with made as (
    insert into credit_pairs (artist_credit, artist_a, artist_b)
    select one.artist_credit, one.artist, other.artist
    from work_changed_credits as work
    join work_credit_artists as one using (artist_credit)
    join work_credit_artists as other on other.artist_credit = one.artist_credit and other.artist > one.artist
    where not exists (select from oversized_credits where artist_credit = one.artist_credit)
    order by one.artist_credit, one.artist, other.artist
    returning artist_a, artist_b
  )
  insert into work_pairs select artist_a, artist_b from made`;

/**
 * Keeps `credit_artists`, `credit_pairs` and `oversized_credits`. Leaves the credits whose artists changed in
 * `work_changed_credits`, and every pair whose weight may have changed, some repeatedly, in `work_pairs`.
 */
@Injectable()
export class CreditsRepository {
  /** Needs `work_artists` and `work_usage_deltas`. */
  async derive(transaction: Transaction, isFirst: boolean): Promise<void> {
    await transaction.run([
      `create temp table work_credits on commit drop as ${isFirst ? EVERY_CREDIT : TOUCHED_CREDITS}`,
      "analyze work_credits",
      FRESH_ARTISTS,
      "analyze work_credit_artists",
      CHANGED_CREDITS,
      "analyze work_changed_credits",
      PAIRS_BEFORE,
      ...REPLACE_CREDITS,
      OVERSIZED,
      PAIRS_NOW,
      "analyze work_pairs",
    ]);
    if (isFirst) await transaction.query("analyze credit_artists, credit_pairs, credit_usage");
  }
}
