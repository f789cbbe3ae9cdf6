import { COUNTRY_AREA, FREE_STREAMING_LINK_TYPE } from "@interlude/core-musicbrainz";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { tableGrowth } from "./table-growth.js";

const TOUCHED_MBIDS = `
  create temp table work_mbids on commit drop as
  select before as artist from work_artists where before is not null
  union
  select after from work_artists where after is not null
  union
  select artist from work_artist_tracks
  union
  select artist from published_artists join work_ranks using (popularity)`;

const LIVE_ARTISTS = `
  create temp table work_live_artists on commit drop as
  select distinct on (artist.mbid) artist.mbid as artist, artist.id
  from work_mbids join artist on artist.mbid = work_mbids.artist
  where not artist.deleted
  order by artist.mbid, artist.id`;

/** An artist with several Spotify pages has the lowest id as primary; ended links do not count. */
const IDENTITIES = `
  create temp table work_identities on commit drop as
  select live.artist, min(url.spotify_artist) as spotify_id
  from work_live_artists as live
  join l_artist_url on l_artist_url.artist = live.id
  join url on url.id = l_artist_url.url
  join link on link.id = l_artist_url.link
  join link_type on link_type.id = link.link_type
  where not l_artist_url.deleted and not url.deleted and url.spotify_artist is not null
    and not link.deleted and not link.ended and not link_type.deleted and link_type.gid = '${FREE_STREAMING_LINK_TYPE}'
  group by live.artist`;

/** The most votes that are published. */
const MAX_VOTES = 2 ** 31 - 1;

/**
 * Tags are genres by name. All tags of one name are one genre, its votes added, which is called as the genre is; of an
 * artist the ten with most votes, then the first by name.
 */
const GENRES = `
  create temp table work_genres on commit drop as
  with named as (
    select genre_key, min(name collate "C") as name from genre where not deleted group by genre_key
  ),
  voted as (
    select live.artist, named.name, least(sum(artist_tag.count), ${MAX_VOTES})::integer as votes
    from work_live_artists as live
    join artist_tag on artist_tag.artist = live.id
    join tag on tag.id = artist_tag.tag
    join named using (genre_key)
    where not artist_tag.deleted and not tag.deleted
    group by live.artist, named.name having sum(artist_tag.count) > 0
  ),
  ranked as (
    select *, row_number() over (partition by artist order by votes desc, name) as rank from voted
  )
  select artist, jsonb_agg(jsonb_build_object('name', name, 'votes', votes) order by rank) as genres
  from ranked where rank <= 10 group by artist`;

const FRESH = `
  create temp table work_fresh_artists on commit drop as
  select live.artist, artist.name, artist.sort_name, artist_type.name as type, artist.begin_year,
    artist.end_year, artist.ended, artist.comment, newest.popularity, identity.spotify_id,
    acoustics.tracks as acoustic_tracks, coalesce(work_genres.genres, '[]') as genres, area.name as country,
    gender.name as gender, distribution.percent as popularity_percent
  from work_live_artists as live
  join artist on artist.id = live.id
  left join artist_type on artist_type.id = artist.type and not artist_type.deleted
  left join work_identities as identity on identity.artist = live.artist
  left join artist_popularity as newest on newest.id = identity.spotify_id
  left join popularity_distribution as distribution on distribution.popularity = newest.popularity
  left join work_genres on work_genres.artist = live.artist
  left join area on area.id = artist.area and area.type = ${COUNTRY_AREA} and not area.deleted
  left join gender on gender.id = artist.gender and not gender.deleted
  cross join lateral (
    select coalesce(sum(tracks), 0)::integer as tracks from acoustic_features where artist = live.artist
  ) as acoustics`;

const FIELDS = [
  "name",
  "sort_name",
  "type",
  "begin_year",
  "end_year",
  "ended",
  "comment",
  "popularity",
  "spotify_id",
  "acoustic_tracks",
  "genres",
  "country",
  "gender",
  "popularity_percent",
];
const fieldsOf = (table: string): string => FIELDS.map((field) => `${table}.${field}`).join(", ");

const CHANGED = `
  create temp table changed_artists on commit drop as
  select artist, ${FIELDS.join(", ")}, true as known from published_artists with no data`;

const APPLY = `
  with merged as (
    merge into published_artists as known
    using (
      select artist, ${fieldsOf("fresh")}
      from work_mbids left join work_fresh_artists as fresh using (artist) order by artist
    ) as fresh on known.artist = fresh.artist
    when matched and fresh.name is null then delete
    when matched and (${fieldsOf("fresh")}) is distinct from (${fieldsOf("known")})
      then update set ${FIELDS.map((field) => `${field} = fresh.${field}`).join(", ")}
    when not matched and fresh.name is not null
      then insert (artist, ${FIELDS.join(", ")}) values (fresh.artist, ${fieldsOf("fresh")})
    returning fresh.*, merge_action() <> 'INSERT'
  )
  insert into changed_artists select * from merged`;

/** An artist as published; no name means that it is gone. */
export interface ChangedArtist {
  readonly artist: string;
  readonly name: string | null;
  readonly sort_name: string;
  readonly type: string | null;
  readonly begin_year: number | null;
  readonly end_year: number | null;
  readonly ended: boolean;
  readonly comment: string;
  readonly popularity: number | null;
  readonly spotify_id: string | null;
  readonly acoustic_tracks: number;
  readonly genres: { readonly name: string; readonly votes: number }[];
  readonly country: string | null;
  readonly gender: string | null;
  /** Share of less popular artists in whole percent. */
  readonly popularity_percent: number | null;
}

/** What of an artist is published. */
export const ARTIST_COLUMNS = ["artist", ...FIELDS].join(", ");

/** Keeps `published_artists`; leaves what changed in `changed_artists`. */
@Injectable()
export class ArtistsRepository {
  /** Needs `work_artists`, `work_artist_tracks`, `work_ranks`. Returns by how many the artists grew. */
  async derive(transaction: Transaction): Promise<number> {
    await transaction.run([
      TOUCHED_MBIDS,
      "analyze work_mbids",
      LIVE_ARTISTS,
      "analyze work_live_artists",
      IDENTITIES,
      "analyze work_identities",
      GENRES,
      "analyze work_genres (artist)",
      FRESH,
      "analyze work_fresh_artists (artist)",
      CHANGED,
      APPLY,
    ]);
    return tableGrowth(transaction, "changed_artists", { added: "not known", deleted: "name is null" });
  }

  /** What changed, in key order. */
  changed(transaction: Transaction): AsyncIterable<ChangedArtist> {
    return transaction.stream(`select ${ARTIST_COLUMNS} from changed_artists order by artist`);
  }
}
