import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

const EVERY_ARTIST = `
  create temp table work_artists on commit drop as
  select id, null::uuid as before, mbid as after from artist where not deleted and mbid is not null`;

/** Artists whose row changed, or anything that is published of them. */
const TOUCHED_ARTISTS = `
  create temp table work_artists on commit drop as
  with touched as (
    select key::integer as id from work_dirty where kind = 'artist'
    union
    select artist.id from work_dirty as dirty join artist on artist.type = dirty.key::integer where dirty.kind = 'artist_type'
    union
    select artist.id from work_dirty as dirty join artist on artist.area = dirty.key::integer where dirty.kind = 'area'
    union
    select artist.id from work_dirty as dirty join artist on artist.gender = dirty.key::integer where dirty.kind = 'gender'
    union
    select artist from work_dirty as dirty join artist_tag on tag = dirty.key::integer where dirty.kind = 'tag'
    union
    select artist_tag.artist
    from work_dirty as dirty join tag on tag.genre_key = dirty.key join artist_tag on artist_tag.tag = tag.id
    where dirty.kind = 'genre'
    union
    select artist from work_dirty as dirty join l_artist_url on link = dirty.key::integer where dirty.kind = 'link'
    union
    select artist from work_dirty as dirty join l_artist_url on url = dirty.key::integer where dirty.kind = 'url'
    union
    select artist from work_dirty as dirty
    join link on link.link_type = dirty.key::integer join l_artist_url on link = link.id
    where dirty.kind = 'link_type'
    union
    select artist from work_dirty as dirty
    join url on spotify_artist = dirty.key join l_artist_url on l_artist_url.url = url.id
    where dirty.kind = 'identity'
  )
  select artist.id,
    case when dirty.before is null then live.mbid else nullif(dirty.before, '')::uuid end as before, live.mbid as after
  from artist join touched using (id)
  cross join lateral (select case when not artist.deleted then artist.mbid end as mbid) as live
  left join work_dirty as dirty on dirty.kind = 'artist' and dirty.key = artist.id::text`;

/** Finds the artists to look at again: `work_artists`, each with the MBID it was known under and is now. */
@Injectable()
export class ArtistIdentitiesRepository {
  async derive(transaction: Transaction, isFirst: boolean): Promise<void> {
    await transaction.run([isFirst ? EVERY_ARTIST : TOUCHED_ARTISTS, "analyze work_artists"]);
  }
}
