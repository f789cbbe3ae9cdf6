-- Up Migration

-- Two publications of one day stand beside each other.
alter table popularity_snapshots drop constraint popularity_snapshots_pkey;
alter table popularity_snapshots add primary key (provider, entity, id, as_of, source);
comment on table popularity_snapshots is 'Popularity as providers published it; one row a day it was taken and a source that said so, never replaced by another day''s or source''s.';

create table artist_popularity (
  id text collate "C" primary key,
  popularity double precision not null
);
comment on table artist_popularity is 'The newest snapshot of every artist of the provider, known to MusicBrainz or not; of one day that of the last source by name.';
comment on column artist_popularity.id is 'Spotify id.';
comment on column artist_popularity.popularity is '0 to 100.';

create table popularity_distribution (
  popularity double precision primary key,
  artists integer not null,
  percent integer
);
comment on table popularity_distribution is 'How many of the provider''s artists are how popular.';
comment on column popularity_distribution.popularity is '0 to 100.';
comment on column popularity_distribution.artists is 'Artists whose newest snapshot says so.';
comment on column popularity_distribution.percent is 'Share of artists that are less popular, and half of those as popular, in whole percent, half of one rounded up.';

alter table published_artists
  add column genres jsonb not null default '[]',
  add column country text,
  add column gender text,
  add column popularity_percent integer;
create index published_artists_popularity on published_artists (popularity) where popularity is not null;
comment on column published_artists.genres is 'Genres with votes, [{"name": "hard bop", "votes": 3}], at most ten.';
comment on column published_artists.country is 'Name of the artist''s area where it is a country.';
comment on column published_artists.gender is 'Name of the gender.';
comment on column published_artists.popularity_percent is 'As popularity_distribution has it.';

-- What is there is counted at the next epoch.
insert into dirty (kind, key)
select distinct 'identity', id from popularity_snapshots where provider = 'spotify' and entity = 'artist';

create view artist_spotify_ids as
  select artists.gid as artist, urls.spotify_artist as spotify_id,
    urls.spotify_artist = min(urls.spotify_artist) over (partition by artists.gid) as is_primary
  from artists
  join artist_urls on artist_urls.artist = artists.id
  join urls on urls.id = artist_urls.url
  join links on links.id = artist_urls.link
  join link_types on link_types.id = links.link_type
  where not (artists.deleted or artist_urls.deleted or urls.deleted or links.deleted or link_types.deleted)
    and artists.mbid is not null and urls.spotify_artist is not null and not links.ended
    and link_types.gid = '769085a1-c2f7-4c24-a532-2375a77693bd'
  group by artists.gid, urls.spotify_artist;
comment on view artist_spotify_ids is 'Spotify ids of artists, many to many; links that ended do not count.';
comment on column artist_spotify_ids.artist is 'MBID.';
comment on column artist_spotify_ids.spotify_id is 'Spotify id.';
comment on column artist_spotify_ids.is_primary is 'Whether it is the one that popularity is looked up by: the least.';

create view merged_mbids as
  select redirects.gid as mbid, 'artist' as entity, artists.gid as current
  from artist_redirects as redirects join artists on artists.id = redirects.new_id
  where not redirects.deleted and not artists.deleted
  union all
  select redirects.gid, 'recording', recordings.gid
  from recording_redirects as redirects join recordings on recordings.id = redirects.new_id
  where not redirects.deleted and not recordings.deleted;
comment on view merged_mbids is 'MBIDs of what was merged, with the MBID it has now. MusicBrainz points the redirects of what is merged again to where it goes, so one step leads there.';
comment on column merged_mbids.mbid is 'The MBID that is no longer.';
comment on column merged_mbids.entity is 'artist or recording.';
comment on column merged_mbids.current is 'MBID of what it is part of.';

-- Down Migration
drop view merged_mbids;
drop view artist_spotify_ids;
drop index published_artists_popularity;
alter table published_artists
  drop column popularity_percent,
  drop column gender,
  drop column country,
  drop column genres;
drop table popularity_distribution;
drop table artist_popularity;
delete from popularity_snapshots as one using popularity_snapshots as other
where (one.provider, one.entity, one.id, one.as_of) = (other.provider, other.entity, other.id, other.as_of)
  and one.source < other.source;
alter table popularity_snapshots drop constraint popularity_snapshots_pkey;
alter table popularity_snapshots add primary key (provider, entity, id, as_of);
