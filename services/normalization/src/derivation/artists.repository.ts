import { FREE_STREAMING_LINK_TYPE } from "@interlude/core-musicbrainz";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { SPOTIFY } from "../inputs/popularity.js";

const TOUCHED_MBIDS = `
  create temp table work_mbids on commit drop as
  select before as artist from work_artists where before is not null
  union
  select after from work_artists where after is not null
  union
  select artist from work_artist_tracks`;

const LIVE_ARTISTS = `
  create temp table work_live_artists on commit drop as
  select distinct on (artists.applied_mbid) artists.applied_mbid as artist, artists.id
  from work_mbids join artists on artists.applied_mbid = work_mbids.artist
  order by artists.applied_mbid, artists.id`;

/** An artist with several Spotify pages has the lowest id as primary; ended links do not count. */
const IDENTITIES = `
  create temp table work_identities on commit drop as
  select live.artist, min(urls.spotify_artist) as spotify_id
  from work_live_artists as live
  join artist_urls on artist_urls.artist = live.id
  join urls on urls.id = artist_urls.url
  join links on links.id = artist_urls.link
  join link_types on link_types.id = links.link_type
  where not artist_urls.deleted and not urls.deleted and urls.spotify_artist is not null
    and not links.deleted and not links.ended and not link_types.deleted and link_types.gid = $1
  group by live.artist`;

const FRESH = `
  create temp table work_fresh_artists on commit drop as
  select live.artist, artists.name, artists.sort_name, artist_types.name as type, artists.begin_year,
    artists.end_year, artists.ended, artists.comment, newest.popularity, identity.spotify_id,
    acoustics.tracks as acoustic_tracks
  from work_live_artists as live
  join artists on artists.id = live.id
  left join artist_types on artist_types.id = artists.type and not artist_types.deleted
  left join work_identities as identity on identity.artist = live.artist
  left join lateral (
    select popularity from popularity_snapshots
    where provider = $1 and entity = 'artist' and id = identity.spotify_id
    order by as_of desc limit 1
  ) as newest on true
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
];
const fieldsOf = (table: string): string => FIELDS.map((field) => `${table}.${field}`).join(", ");

const CHANGED = `
  create temp table changed_artists on commit drop as
  select work.artist, ${fieldsOf("fresh")}, known.artist is not null as known
  from work_mbids as work
  left join work_fresh_artists as fresh using (artist)
  left join published_artists as known using (artist)
  where (${fieldsOf("fresh")}) is distinct from (${fieldsOf("known")})`;

const DELETE_GONE = `
  delete from published_artists as known using changed_artists as changed
  where changed.name is null and known.artist = changed.artist`;

const UPSERT = `
  insert into published_artists (artist, ${FIELDS.join(", ")})
  select artist, ${FIELDS.join(", ")} from changed_artists where name is not null order by artist
  on conflict (artist) do update set ${FIELDS.map((field) => `${field} = excluded.${field}`).join(", ")}`;

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
}

/** Keeps `published_artists`; leaves what changed in `changed_artists`. */
@Injectable()
export class ArtistsRepository {
  /** Needs `work_artists` and `work_artist_tracks`. Returns by how many the artists grew. */
  async derive(transaction: Transaction): Promise<number> {
    await transaction.query(TOUCHED_MBIDS);
    await transaction.query("analyze work_mbids");
    await transaction.query(LIVE_ARTISTS);
    await transaction.query("analyze work_live_artists");
    await transaction.query(IDENTITIES, [FREE_STREAMING_LINK_TYPE]);
    await transaction.query("analyze work_identities");
    await transaction.query(FRESH, [SPOTIFY]);
    await transaction.query("analyze work_fresh_artists");
    await transaction.query(CHANGED);
    await transaction.query(DELETE_GONE);
    await transaction.query(UPSERT);
    const [row] = await transaction.query<{ growth: number }>(
      "select count(*) filter (where not known) - count(*) filter (where name is null) as growth from changed_artists",
    );
    return row!.growth;
  }

  /** What changed, in key order. */
  changed(transaction: Transaction): AsyncIterable<ChangedArtist> {
    return transaction.stream(`select artist, ${FIELDS.join(", ")} from changed_artists order by artist`);
  }
}
