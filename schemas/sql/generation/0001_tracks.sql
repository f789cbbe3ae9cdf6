-- Up Migration
create table tracks (
  recording uuid primary key,
  artists uuid[] not null check (cardinality(artists) > 0),
  probabilities jsonb not null
);
comment on table tracks is 'Recordings with acoustic features, from catalog.tracks: what there is to learn from.';
comment on column tracks.artists is 'Credited artists in the order of the credit.';
comment on column tracks.probabilities is 'Class probabilities by AcousticBrainz model.';

create table artists (
  artist uuid primary key,
  degree bigint not null,
  embedding real[] not null,
  popularity double precision
);
comment on table artists is 'Where each artist stands in the graph, from graph.artists.';
comment on column artists.embedding is 'Unit vector of dimension 64; empty for an artist without collaborators.';

create table candidates (
  artist_a uuid not null,
  artist_b uuid not null,
  graph_version bigint not null,
  primary key (artist_a, artist_b),
  check (artist_a < artist_b)
);
create index candidates_by_second on candidates (artist_b);
comment on table candidates is 'Candidate collaborations that stand, from candidate-collaborations.';

create table touched_artists (artist uuid primary key);
comment on table touched_artists is 'Artists of whom the open epoch brought something.';

create table touched_candidates (
  artist_a uuid not null,
  artist_b uuid not null,
  primary key (artist_a, artist_b)
);
comment on table touched_candidates is 'Pairs whose tracks the open epoch has to look at.';

create table models (
  model_id text primary key,
  trained_at_epoch bigint not null,
  catalogue_tracks bigint not null,
  backend text not null,
  body text not null
);
comment on table models is 'Generators of track vectors; the one trained last is in use.';
comment on column models.catalogue_tracks is 'Rows of tracks when it was trained: growth beyond them calls for a new one.';
comment on column models.body is 'The serialised model, JSON.';

create table digests (
  artist uuid primary key,
  scene integer,
  degree bigint not null,
  popularity double precision
);
comment on table digests is 'What of each artist tracks depend on, by the model in use; artists that moved without changing it renew nothing.';
comment on column digests.scene is 'Number of the scene, from 0; null for an artist without collaborators.';

create table synthetic_tracks (
  artist_a uuid not null,
  artist_b uuid not null,
  sample integer not null,
  model_id text not null,
  vector double precision[] not null,
  checks text[] not null,
  graph_version bigint not null,
  primary key (artist_a, artist_b, sample)
);
comment on table synthetic_tracks is 'The tracks that are published, as published.';
comment on column synthetic_tracks.vector is 'Features in the order of the model, rounded to six decimals.';
comment on column synthetic_tracks.checks is 'Sanity checks that it failed.';

create table totals (
  only_row boolean primary key default true check (only_row),
  tracks bigint not null default 0,
  candidates bigint not null default 0,
  synthetic_tracks bigint not null default 0
);
comment on table totals is 'How many rows the tables have, kept as they change: counting them would cost more than a packet.';
insert into totals default values;

-- Down Migration
drop table totals;
drop table synthetic_tracks;
drop table digests;
drop table models;
drop table touched_candidates;
drop table touched_artists;
drop table candidates;
drop table artists;
drop table tracks;
