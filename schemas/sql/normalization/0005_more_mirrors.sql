-- Up Migration

alter table artists add column area integer, add column gender integer;
create index artists_area on artists (area) where area is not null;
comment on column artists.area is 'Area that the artist is of.';
comment on column artists.gender is 'Row id of the gender; null for groups and where it is not known.';

create table areas (
  id integer primary key,
  gid uuid not null,
  name text not null,
  type integer,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
comment on table areas is 'Mirror of MusicBrainz area: countries, cities ….';
comment on column areas.id is 'MusicBrainz row id.';
comment on column areas.gid is 'MBID.';
comment on column areas.name is 'Name, as "Japan".';
comment on column areas.type is 'Row id of the area type; 1 is a country.';
comment on column areas.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column areas.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column areas.deleted is 'The newest change deleted the row; its values are those before.';

create table genders (
  id integer primary key,
  name text not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
comment on table genders is 'Mirror of MusicBrainz gender.';
comment on column genders.id is 'MusicBrainz row id.';
comment on column genders.name is 'Name, as "Female".';
comment on column genders.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column genders.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column genders.deleted is 'The newest change deleted the row; its values are those before.';

create table genres (
  id integer primary key,
  gid uuid not null,
  name text not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
create index genres_name on genres (name);
comment on table genres is 'Mirror of MusicBrainz genre: the names that make a tag a genre.';
comment on column genres.id is 'MusicBrainz row id.';
comment on column genres.gid is 'MBID.';
comment on column genres.name is 'Name, as "hard bop".';
comment on column genres.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column genres.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column genres.deleted is 'The newest change deleted the row; its values are those before.';

create table tags (
  id integer primary key,
  name text not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
create index tags_name on tags (name);
comment on table tags is 'Mirror of MusicBrainz tag.';
comment on column tags.id is 'MusicBrainz row id.';
comment on column tags.name is 'The word itself.';
comment on column tags.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column tags.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column tags.deleted is 'The newest change deleted the row; its values are those before.';

create table artist_tags (
  artist integer not null,
  tag integer not null,
  count integer not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null,
  primary key (artist, tag)
);
create index artist_tags_tag on artist_tags (tag);
comment on table artist_tags is 'Mirror of MusicBrainz artist_tag: what people call an artist''s music.';
comment on column artist_tags.artist is 'Row id of the artist.';
comment on column artist_tags.tag is 'Row id of the tag.';
comment on column artist_tags.count is 'Votes for less votes against; may be negative.';
comment on column artist_tags.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column artist_tags.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column artist_tags.deleted is 'The newest change deleted the row; its values are those before.';

create table artist_relationships (
  id integer primary key,
  link integer not null,
  artist0 integer not null,
  artist1 integer not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
create index artist_relationships_link on artist_relationships (link);
create index artist_relationships_artist0 on artist_relationships (artist0);
create index artist_relationships_artist1 on artist_relationships (artist1);
comment on table artist_relationships is 'Mirror of MusicBrainz l_artist_artist: what artists are to each other.';
comment on column artist_relationships.id is 'MusicBrainz row id.';
comment on column artist_relationships.link is 'Row id of the link, which says what it means.';
comment on column artist_relationships.artist0 is 'Row id of the artist that the phrase begins with: of a membership the person.';
comment on column artist_relationships.artist1 is 'Row id of the other artist: of a membership the band.';
comment on column artist_relationships.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column artist_relationships.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column artist_relationships.deleted is 'The newest change deleted the row; its values are those before.';

create table recording_relationships (
  id integer primary key,
  link integer not null,
  artist integer not null,
  recording integer not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
create index recording_relationships_link on recording_relationships (link);
create index recording_relationships_artist on recording_relationships (artist);
create index recording_relationships_recording on recording_relationships (recording);
comment on table recording_relationships is 'Mirror of MusicBrainz l_artist_recording: what an artist did on a recording.';
comment on column recording_relationships.id is 'MusicBrainz row id.';
comment on column recording_relationships.link is 'Row id of the link, which says what it means.';
comment on column recording_relationships.artist is 'Row id of the artist.';
comment on column recording_relationships.recording is 'Row id of the recording.';
comment on column recording_relationships.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column recording_relationships.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column recording_relationships.deleted is 'The newest change deleted the row; its values are those before.';

create table link_attributes (
  link integer not null,
  attribute_type integer not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null,
  primary key (link, attribute_type)
);
comment on table link_attributes is 'Mirror of MusicBrainz link_attribute: guest, additional, an instrument ….';
comment on column link_attributes.link is 'Row id of the link.';
comment on column link_attributes.attribute_type is 'Row id of the attribute type.';
comment on column link_attributes.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column link_attributes.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column link_attributes.deleted is 'The newest change deleted the row; its values are those before.';

create table link_attribute_types (
  id integer primary key,
  gid uuid not null,
  name text not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
comment on table link_attribute_types is 'Mirror of MusicBrainz link_attribute_type.';
comment on column link_attribute_types.id is 'MusicBrainz row id.';
comment on column link_attribute_types.gid is 'What code knows the type by.';
comment on column link_attribute_types.name is 'Name, as "guest".';
comment on column link_attribute_types.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column link_attribute_types.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column link_attribute_types.deleted is 'The newest change deleted the row; its values are those before.';

create table isrcs (
  id integer primary key,
  recording integer not null,
  isrc text not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
create index isrcs_recording on isrcs (recording);
create index isrcs_isrc on isrcs (isrc);
comment on table isrcs is 'Mirror of MusicBrainz isrc: codes of recordings, many to many.';
comment on column isrcs.id is 'MusicBrainz row id.';
comment on column isrcs.recording is 'Row id of the recording.';
comment on column isrcs.isrc is 'International Standard Recording Code, 12 characters.';
comment on column isrcs.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column isrcs.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column isrcs.deleted is 'The newest change deleted the row; its values are those before.';

create table tracks (
  id integer primary key,
  recording integer not null,
  medium integer not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
create index tracks_recording on tracks (recording);
create index tracks_medium on tracks (medium);
comment on table tracks is 'Mirror of MusicBrainz track: on which medium a recording is.';
comment on column tracks.id is 'MusicBrainz row id.';
comment on column tracks.recording is 'Row id of the recording.';
comment on column tracks.medium is 'Row id of the medium.';
comment on column tracks.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column tracks.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column tracks.deleted is 'The newest change deleted the row; its values are those before.';

create table media (
  id integer primary key,
  release integer not null,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
create index media_release on media (release);
comment on table media is 'Mirror of MusicBrainz medium: a disc, a side, a download.';
comment on column media.id is 'MusicBrainz row id.';
comment on column media.release is 'Row id of the release.';
comment on column media.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column media.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column media.deleted is 'The newest change deleted the row; its values are those before.';

create table releases (
  id integer primary key,
  status integer,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
comment on table releases is 'Mirror of MusicBrainz release.';
comment on column releases.id is 'MusicBrainz row id.';
comment on column releases.status is 'Row id of the status; 6 is cancelled: it never came out.';
comment on column releases.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column releases.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column releases.deleted is 'The newest change deleted the row; its values are those before.';

create table release_countries (
  release integer not null,
  country integer not null,
  released integer,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null,
  primary key (release, country)
);
comment on table release_countries is 'Mirror of MusicBrainz release_country: when a release came out where.';
comment on column release_countries.release is 'Row id of the release.';
comment on column release_countries.country is 'Row id of the area.';
comment on column release_countries.released is 'YYYYMMDD, 99 for a month or day that is not known; null for no date.';
comment on column release_countries.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column release_countries.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column release_countries.deleted is 'The newest change deleted the row; its values are those before.';

create table release_unknown_countries (
  release integer primary key,
  released integer,
  source_sequence bigint not null,
  source_position bigint not null,
  deleted boolean not null
);
comment on table release_unknown_countries is 'Mirror of MusicBrainz release_unknown_country: when a release came out, nobody noted where.';
comment on column release_unknown_countries.release is 'Row id of the release.';
comment on column release_unknown_countries.released is 'YYYYMMDD, 99 for a month or day that is not known; null for no date.';
comment on column release_unknown_countries.source_sequence is 'Replication sequence of the dump or packet that wrote the row last.';
comment on column release_unknown_countries.source_position is 'Place of that change in the apply order of its dump or packet.';
comment on column release_unknown_countries.deleted is 'The newest change deleted the row; its values are those before.';

comment on column dirty.kind is 'What kind of thing. Its key is a row id; of track and recording_relationship the recording''s; of genre a name; of features a recording MBID; of identity a Spotify id.';

-- Down Migration
drop table release_unknown_countries;
drop table release_countries;
drop table releases;
drop table media;
drop table tracks;
drop table isrcs;
drop table link_attribute_types;
drop table link_attributes;
drop table recording_relationships;
drop table artist_relationships;
drop table artist_tags;
drop table tags;
drop table genres;
drop table genders;
drop table areas;
drop index artists_area;
alter table artists drop column gender, drop column area;
