-- Up Migration

-- A mark says what it found, so that mirrors need no second copy of it that every change would write a second time.
-- Catalogue changes and the small table of marks; the two indexes take the place of those of the columns that go.
create sequence dirty_place;
alter table dirty add column place bigint;
alter table dirty alter column place set default nextval('dirty_place');
alter sequence dirty_place owned by dirty.place;
alter table dirty add column before text;
alter table dirty add column after text;
comment on column dirty.place is 'Of several marks of one thing the lowest was first.';
comment on column dirty.before is 'What the derived tables were made from, as the mark found it: of an artist the MBID, of a recording the credit, empty for nothing. Null where the mark says nothing about it.';
comment on column dirty.after is 'The same as the change left it.';

update dirty set before = coalesce(artists.applied_mbid::text, ''),
  after = case when artists.deleted then '' else coalesce(artists.mbid::text, '') end
from artists where dirty.kind = 'artist' and artists.id::text = dirty.key;
update dirty set before = coalesce(recordings.applied_credit::text, ''),
  after = case when recordings.deleted then '' else recordings.artist_credit::text end
from recordings where dirty.kind = 'recording' and recordings.id::text = dirty.key;

alter table artists drop column applied_mbid;
alter table recordings drop column applied_credit;
create index artists_mbid on artists (mbid) where not deleted;
create index recordings_artist_credit on recordings (artist_credit, id) where not deleted;

-- Room for a row's next version beside it: an edit then leaves the indexes alone.
do $$
declare edited text;
begin
  foreach edited in array array[
    'artists', 'artist_credits', 'artist_credit_names', 'recordings', 'urls', 'artist_urls', 'isrcs', 'tracks', 'media',
    'releases', 'artist_relationships', 'recording_relationships', 'artist_tags', 'credit_usage',
    'artist_collaborations', 'published_artists', 'published_tracks', 'acoustic_features'
  ] loop
    execute format('alter table %I set (fillfactor = 90)', edited);
  end loop;
end $$;

-- Down Migration
do $$
declare edited text;
begin
  foreach edited in array array[
    'artists', 'artist_credits', 'artist_credit_names', 'recordings', 'urls', 'artist_urls', 'isrcs', 'tracks', 'media',
    'releases', 'artist_relationships', 'recording_relationships', 'artist_tags', 'credit_usage',
    'artist_collaborations', 'published_artists', 'published_tracks', 'acoustic_features'
  ] loop
    execute format('alter table %I reset (fillfactor)', edited);
  end loop;
end $$;

drop index recordings_artist_credit;
drop index artists_mbid;
alter table artists add column applied_mbid uuid;
alter table recordings add column applied_credit integer;
update artists set applied_mbid = mbid where not deleted;
update recordings set applied_credit = artist_credit where not deleted;
update artists set applied_mbid = nullif(first.before, '')::uuid
from (
  select distinct on (key) key::integer as id, before from dirty
  where kind = 'artist' and before is not null order by key, place nulls first
) as first
where artists.id = first.id;
update recordings set applied_credit = nullif(first.before, '')::integer
from (
  select distinct on (key) key::integer as id, before from dirty
  where kind = 'recording' and before is not null order by key, place nulls first
) as first
where recordings.id = first.id;
create index artists_applied_mbid on artists (applied_mbid) where applied_mbid is not null;
create index recordings_applied_credit on recordings (applied_credit, id) where applied_credit is not null;
comment on column artists.applied_mbid is 'MBID under which the derived tables know the artist, as of the last epoch; null for none.';
comment on column recordings.applied_credit is 'Credit under which credit_usage counts the recording, as of the last epoch; null when it is not counted.';
alter table dirty drop column after;
alter table dirty drop column before;
alter table dirty drop column place;
