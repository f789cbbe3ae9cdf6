import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { SPOTIFY } from "../features/popularity.repository.js";

/** Of several snapshots of one day, that of the source whose name comes last. */
const NEWEST_FIRST = `as_of desc, source collate "C" desc`;

const EVERY_NEWEST = `
  create temp table work_popularity on commit drop as
  select distinct on (id) id, null::double precision as before, popularity as after
  from popularity_snapshots where provider = '${SPOTIFY}' and entity = 'artist'
  order by id, ${NEWEST_FIRST}`;

const TOUCHED_NEWEST = `
  create temp table work_popularity on commit drop as
  select touched.id, known.popularity as before, newest.popularity as after
  from (select key as id from work_dirty where kind = 'identity') as touched
  cross join lateral (
    select popularity from popularity_snapshots
    where provider = '${SPOTIFY}' and entity = 'artist' and id = touched.id
    order by ${NEWEST_FIRST} limit 1
  ) as newest
  left join artist_popularity as known on known.id = touched.id
  where newest.popularity is distinct from known.popularity`;

const APPLY: readonly string[] = [
  `insert into artist_popularity (id, popularity) select id, after from work_popularity order by id
   on conflict (id) do update set popularity = excluded.popularity`,
  `insert into popularity_distribution as known (popularity, artists)
   select popularity, sum(change)::integer
   from (
     select before as popularity, -1 as change from work_popularity where before is not null
     union all
     select after, 1 from work_popularity
   ) as changes
   group by popularity order by popularity
   on conflict (popularity) do update set artists = known.artists + excluded.artists`,
  "delete from popularity_distribution where artists = 0",
];

const NO_RANKS = "create temp table work_ranks (popularity double precision) on commit drop";

/** Whole numbers: half a percent rounds up, everywhere the same. */
const RANKS = `
  with ranked as (
    select popularity,
      (200 * (sum(artists) over (order by popularity) - artists) + 100 * artists + sum(artists) over ())
        / (2 * sum(artists) over ()) as percent
    from popularity_distribution
  ),
  moved as (
    update popularity_distribution as known set percent = ranked.percent from ranked
    where ranked.popularity = known.popularity and known.percent is distinct from ranked.percent
    returning known.popularity
  )
  insert into work_ranks select popularity from moved`;

/**
 * Keeps `artist_popularity` and `popularity_distribution`. The rank is among all artists of the provider, so that it
 * follows from snapshots alone: an edit of MusicBrainz changes no other artist's rank. Leaves the popularities whose rank moved in
 * `work_ranks`.
 */
@Injectable()
export class PopularityRanksRepository {
  async derive(transaction: Transaction, isFirst: boolean): Promise<void> {
    await transaction.run([NO_RANKS, isFirst ? EVERY_NEWEST : TOUCHED_NEWEST]);
    const [changed] = await transaction.query<{ any: boolean }>(
      "select exists (select from work_popularity) as any",
    );
    if (!changed!.any) return;
    await transaction.run([...APPLY, RANKS, "analyze work_ranks"]);
    if (isFirst) await transaction.query("analyze artist_popularity, popularity_distribution");
  }
}
