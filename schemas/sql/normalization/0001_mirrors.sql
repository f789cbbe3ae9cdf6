-- Up Migration

-- Every mirror ends in the same three columns: which change wrote the row, and whether that change deleted it.
-- A change is written only over one with a smaller (source_sequence, source_position), so the order in which
-- partitions are read does not matter. Deleted rows stay, so that an older change cannot bring them back.

create table artists (
  id integer primary key,
  gid uuid not null,
  name text not null,
  sort_name text not null,
  type integer,
  begin_year integer,
  end_year integer,
  ended boolean not null,
  comment text not null,
  mbid uuid,
  applied_mbid uuid,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
create index artists_applied_mbid on artists (applied_mbid) where applied_mbid is not null;
comment on table artists is 'Mirror of MusicBrainz artist.';
comment on column artists.mbid is 'The gid of an artist who can collaborate; null for a special-purpose artist.';
comment on column artists.applied_mbid is 'MBID under which the derived tables know the artist, as of the last epoch; null for none.';
comment on column artists.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column artists.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column artists.deleted is 'The newest change deleted the row; its values are those before.';

create table artist_types (
  id integer primary key,
  name text not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
comment on table artist_types is 'Mirror of MusicBrainz artist_type: Person, Group ….';

create table artist_credits (
  id integer primary key,
  gid uuid not null,
  name text not null,
  artist_count integer not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
comment on table artist_credits is 'Mirror of MusicBrainz artist_credit: the line of names on a recording, shared by recordings.';

create table artist_credit_names (
  artist_credit integer not null,
  position integer not null,
  artist integer not null,
  name text not null,
  join_phrase text not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null,
  primary key (artist_credit, position)
);
create index artist_credit_names_artist on artist_credit_names (artist);
comment on table artist_credit_names is 'Mirror of MusicBrainz artist_credit_name: the artists of a credit, in order.';
comment on column artist_credit_names.name is 'The artist''s name as credited, which may differ from the artist''s own.';

create table recordings (
  id integer primary key,
  gid uuid not null,
  name text not null,
  artist_credit integer not null,
  length integer,
  comment text not null,
  video boolean not null,
  applied_credit integer,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
create index recordings_applied_credit on recordings (applied_credit, id) where applied_credit is not null;
create index recordings_gid on recordings (gid);
comment on table recordings is 'Mirror of MusicBrainz recording.';
comment on column recordings.length is 'Milliseconds.';
comment on column recordings.applied_credit is 'Credit under which credit_usage counts the recording, as of the last epoch; null when it is not counted.';

create table artist_redirects (
  gid uuid primary key,
  new_id integer not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
comment on table artist_redirects is 'Mirror of MusicBrainz artist_gid_redirect: MBIDs of merged artists.';

create table recording_redirects (
  gid uuid primary key,
  new_id integer not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
create index recording_redirects_new_id on recording_redirects (new_id);
comment on table recording_redirects is 'Mirror of MusicBrainz recording_gid_redirect: MBIDs of merged recordings.';

create table artist_credit_redirects (
  gid uuid primary key,
  new_id integer not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
comment on table artist_credit_redirects is 'Mirror of MusicBrainz artist_credit_gid_redirect: MBIDs of merged credits.';

create table urls (
  id integer primary key,
  gid uuid not null,
  url text not null,
  spotify_artist text collate "C",
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
create index urls_spotify_artist on urls (spotify_artist) where spotify_artist is not null;
comment on table urls is 'Mirror of MusicBrainz url.';
comment on column urls.spotify_artist is 'Spotify id where the URL is a Spotify artist''s page.';

create table links (
  id integer primary key,
  link_type integer not null,
  ended boolean not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
comment on table links is 'Mirror of MusicBrainz link: type and dates that relationships share.';

create table link_types (
  id integer primary key,
  gid uuid not null,
  name text not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
comment on table link_types is 'Mirror of MusicBrainz link_type: what a relationship means.';

create table artist_urls (
  id integer primary key,
  link integer not null,
  artist integer not null,
  url integer not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
create index artist_urls_artist on artist_urls (artist);
create index artist_urls_url on artist_urls (url);
create index artist_urls_link on artist_urls (link);
comment on table artist_urls is 'Mirror of MusicBrainz l_artist_url: an artist''s pages elsewhere.';

create table recording_features (
  recording uuid not null,
  submission integer not null,
  probabilities jsonb not null,
  length_seconds double precision,
  source text not null,
  epoch bigint not null,
  primary key (recording, submission)
);
comment on table recording_features is 'AcousticBrainz high-level documents as submitted, by the MBID of the submission.';
comment on column recording_features.submission is 'Submission offset, from 0.';
comment on column recording_features.probabilities is 'Class probabilities by model: {"timbre": {"bright": 0.9, "dark": 0.1}}.';
comment on column recording_features.epoch is 'Epoch that brought the document; a document of an older one never replaces it.';

create table popularity_snapshots (
  provider text not null,
  entity text not null,
  id text collate "C" not null,
  as_of date not null,
  popularity double precision not null,
  followers bigint,
  name text not null,
  genres text[] not null,
  source text not null,
  epoch bigint not null,
  primary key (provider, entity, id, as_of)
);
comment on table popularity_snapshots is 'Popularity as providers published it; one row a day it was taken, never replaced by another day''s.';
comment on column popularity_snapshots.entity is 'artist or track.';
comment on column popularity_snapshots.id is 'The provider''s identifier.';
comment on column popularity_snapshots.popularity is '0 to 100.';
comment on column popularity_snapshots.epoch is 'Epoch that brought the snapshot; a snapshot of an older one never replaces it.';

-- Down Migration
drop table popularity_snapshots;
drop table recording_features;
drop table artist_urls;
drop table link_types;
drop table links;
drop table urls;
drop table artist_credit_redirects;
drop table recording_redirects;
drop table artist_redirects;
drop table recordings;
drop table artist_credit_names;
drop table artist_credits;
drop table artist_types;
drop table artists;
