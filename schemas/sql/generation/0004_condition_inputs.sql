-- Up Migration

-- Rows of before have no more than class probabilities: a rebuild brings the rest.
alter table tracks
  add column title text not null default '',
  add column bpm double precision,
  add column key smallint,
  add column scale text,
  add column average_loudness double precision,
  add column onset_rate double precision,
  add column year integer;
alter table tracks alter column title drop default;
create index tracks_by_artist on tracks using gin (artists);
comment on column tracks.title is 'Title of the recording.';
comment on column tracks.bpm is 'Beats a minute; null where it was not measured.';
comment on column tracks.key is 'Pitch class of the key, 0 is C; null where it was not measured.';
comment on column tracks.scale is 'major or minor; null where it was not measured.';
comment on column tracks.average_loudness is '0 to 1; null where it was not measured.';
comment on column tracks.onset_rate is 'Onsets a second; null where it was not measured.';
comment on column tracks.year is 'Year of the first release; null where it is not known.';

create table artist_profiles (
  artist uuid primary key,
  tracks bigint not null,
  counts bigint[] not null,
  sums bigint[] not null
);
comment on table artist_profiles is 'Features of each artist''s tracks, summed in whole units as tracks come and go, so that adding and taking away is exact. An artist without tracks has no row.';
comment on column artist_profiles.artist is 'MBID of an artist that is credited on a track.';
comment on column artist_profiles.tracks is 'Tracks that credit the artist.';
comment on column artist_profiles.counts is 'How many of those have what is known together or not at all: the classes of a model, a measurement. In the order of core/tracks/src/profiles/profile-sums.ts.';
comment on column artist_profiles.sums is 'Sums of the features in the order of core/tracks/src/profiles/profile-sums.ts: probabilities in millionths, measurements in millionths or thousandths.';

create table artist_years (
  artist uuid not null,
  year integer not null,
  tracks bigint not null,
  primary key (artist, year)
);
comment on table artist_years is 'How many of an artist''s tracks first came out in a year: the newest of an artist is found without its tracks.';
comment on column artist_years.artist is 'MBID of an artist that is credited on a track.';
comment on column artist_years.year is 'Year of first release.';
comment on column artist_years.tracks is 'Tracks that credit the artist.';

alter table touched_artists add column tracks_changed boolean not null default false;
comment on column touched_artists.tracks_changed is 'Whether it brought, changed or took away tracks that credit the artist.';

create table collaborators (
  artist uuid not null,
  collaborator uuid not null,
  primary key (artist, collaborator)
);
comment on table collaborators is 'Who recorded with whom, from catalog.collaborations, once from each end.';
comment on column collaborators.artist is 'MBID.';
comment on column collaborators.collaborator is 'MBID of one who recorded with the artist.';

alter table candidates
  add column common_neighbours integer not null default 0,
  add column adamic_adar double precision not null default 0;
alter table candidates
  alter column common_neighbours drop default,
  alter column adamic_adar drop default;
comment on column candidates.common_neighbours is 'Collaborators that the two share, as scoring has published it.';
comment on column candidates.adamic_adar is 'Sum of 1/ln(collaborators) over those, to two decimals, as scoring has published it.';

create table kept_epoch (
  only_row boolean primary key default true check (only_row),
  epoch bigint not null
);
comment on table kept_epoch is 'The epoch at whose end inputs can still be read while they change, because a training is open; no row otherwise.';
comment on column kept_epoch.only_row is 'Always true: there is one row at most.';
comment on column kept_epoch.epoch is 'Its number.';

create table superseded_rows (
  source text not null,
  key text not null,
  body jsonb,
  primary key (source, key)
);
comment on table superseded_rows is 'Rows of inputs as they were at the end of the kept epoch, of those that have changed since. Triggers write them.';
comment on column superseded_rows.source is 'Table that the row is of.';
comment on column superseded_rows.key is 'What names the row in its table.';
comment on column superseded_rows.body is 'The row; null if there was none.';

-- The key of a row is the trigger's argument: an expression over the row.
create function keep_superseded() returns trigger language plpgsql as $$
begin
  if not exists (select from kept_epoch) then
    return null;
  end if;
  if tg_op = 'INSERT' then
    execute format('insert into superseded_rows select %L, %s, null from changed on conflict do nothing',
      tg_table_name, tg_argv[0]);
  else
    execute format('insert into superseded_rows select %L, %s, to_jsonb(changed) from changed on conflict do nothing',
      tg_table_name, tg_argv[0]);
  end if;
  return null;
end
$$;

create trigger tracks_inserted after insert on tracks
  referencing new table as changed for each statement execute function keep_superseded('recording');
create trigger tracks_updated after update on tracks
  referencing old table as changed for each statement execute function keep_superseded('recording');
create trigger tracks_deleted after delete on tracks
  referencing old table as changed for each statement execute function keep_superseded('recording');

create trigger artists_inserted after insert on artists
  referencing new table as changed for each statement execute function keep_superseded('artist');
create trigger artists_updated after update on artists
  referencing old table as changed for each statement execute function keep_superseded('artist');
create trigger artists_deleted after delete on artists
  referencing old table as changed for each statement execute function keep_superseded('artist');

create trigger artist_profiles_inserted after insert on artist_profiles
  referencing new table as changed for each statement execute function keep_superseded('artist');
create trigger artist_profiles_updated after update on artist_profiles
  referencing old table as changed for each statement execute function keep_superseded('artist');
create trigger artist_profiles_deleted after delete on artist_profiles
  referencing old table as changed for each statement execute function keep_superseded('artist');

create trigger collaborators_inserted after insert on collaborators
  referencing new table as changed
  for each statement execute function keep_superseded('artist || '':'' || collaborator');
create trigger collaborators_deleted after delete on collaborators
  referencing old table as changed
  for each statement execute function keep_superseded('artist || '':'' || collaborator');

-- Down Migration

drop trigger collaborators_deleted on collaborators;
drop trigger collaborators_inserted on collaborators;
drop trigger artist_profiles_deleted on artist_profiles;
drop trigger artist_profiles_updated on artist_profiles;
drop trigger artist_profiles_inserted on artist_profiles;
drop trigger artists_deleted on artists;
drop trigger artists_updated on artists;
drop trigger artists_inserted on artists;
drop trigger tracks_deleted on tracks;
drop trigger tracks_updated on tracks;
drop trigger tracks_inserted on tracks;
drop function keep_superseded;
drop table superseded_rows;
drop table kept_epoch;
alter table candidates drop column adamic_adar, drop column common_neighbours;
drop table collaborators;
alter table touched_artists drop column tracks_changed;
drop table artist_years;
drop table artist_profiles;
drop index tracks_by_artist;
alter table tracks
  drop column year,
  drop column onset_rate,
  drop column average_loudness,
  drop column scale,
  drop column key,
  drop column bpm,
  drop column title;
