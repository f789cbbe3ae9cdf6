import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

const EVERY_ARTIST = `
  create temp table work_artists on commit drop as
  select id, null::uuid as before, mbid as after from artists where not deleted and mbid is not null`;

/** Artists whose row changed, or anything that is published of them. */
const TOUCHED_ARTISTS = `
  create temp table work_artists on commit drop as
  with touched as (
    select key::integer as id from work_dirty where kind = 'artist'
    union
    select artists.id from work_dirty as dirty join artists on artists.type = dirty.key::integer where dirty.kind = 'artist_type'
    union
    select artists.id from work_dirty as dirty join artists on artists.area = dirty.key::integer where dirty.kind = 'area'
    union
    select artists.id from work_dirty as dirty join artists on artists.gender = dirty.key::integer where dirty.kind = 'gender'
    union
    select artist from work_dirty as dirty join artist_tags on tag = dirty.key::integer where dirty.kind = 'tag'
    union
    select artist_tags.artist
    from work_dirty as dirty join tags on tags.name = dirty.key join artist_tags on artist_tags.tag = tags.id
    where dirty.kind = 'genre'
    union
    select artist from work_dirty as dirty join artist_urls on link = dirty.key::integer where dirty.kind = 'link'
    union
    select artist from work_dirty as dirty join artist_urls on url = dirty.key::integer where dirty.kind = 'url'
    union
    select artist from work_dirty as dirty
    join links on links.link_type = dirty.key::integer join artist_urls on link = links.id
    where dirty.kind = 'link_type'
    union
    select artist from work_dirty as dirty
    join urls on spotify_artist = dirty.key join artist_urls on artist_urls.url = urls.id
    where dirty.kind = 'identity'
  )
  select artists.id,
    case when dirty.before is null then live.mbid else nullif(dirty.before, '')::uuid end as before, live.mbid as after
  from artists join touched using (id)
  cross join lateral (select case when not artists.deleted then artists.mbid end as mbid) as live
  left join work_dirty as dirty on dirty.kind = 'artist' and dirty.key = artists.id::text`;

/** Finds the artists to look at again: `work_artists`, each with the MBID it was known under and is now. */
@Injectable()
export class ArtistIdentitiesRepository {
  async derive(transaction: Transaction, untouched: boolean): Promise<void> {
    await transaction.run([untouched ? EVERY_ARTIST : TOUCHED_ARTISTS, "analyze work_artists"]);
  }
}
