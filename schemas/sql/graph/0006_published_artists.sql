-- Up Migration

-- What changes is known while it changes: nobody compares with what was published before any more.
drop table published_artists;

-- Down Migration

create table published_artists (
  artist uuid primary key,
  digest bytea not null
);
comment on table published_artists is 'What graph.artists says of each artist, so that only changes are published.';
comment on column published_artists.artist is 'The artist''s MBID.';
comment on column published_artists.digest is 'First 16 bytes of SHA-256 over the record without its graph versions.';
