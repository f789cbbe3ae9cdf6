-- Up Migration

create table artists (
  artist uuid primary key,
  name text not null,
  words tsvector not null,
  degree bigint not null,
  weighted_degree double precision not null,
  popularity double precision,
  graph_version bigint not null
);
create index artists_words on artists using gin (words);
comment on table artists is 'Where each artist stands in the graph, from graph.artists; without the embedding.';
comment on column artists.words is 'Words of the name, lower case and without accents, for search by prefix.';

create table edges (
  artist_a uuid not null,
  artist_b uuid not null,
  weight bigint not null,
  graph_version bigint not null,
  primary key (artist_a, artist_b),
  check (artist_a < artist_b)
);
create index edges_by_second on edges (artist_b, artist_a);
comment on table edges is 'Who recorded with whom, from graph.deltas; the neighbourhoods come from here.';

create table candidates (
  artist_a uuid not null,
  artist_b uuid not null,
  probability double precision not null,
  operating_points text[] not null,
  words tsvector not null,
  body jsonb not null,
  since_epoch bigint not null,
  changed_epoch bigint not null,
  primary key (artist_a, artist_b),
  check (artist_a < artist_b)
);
create index candidates_by_probability on candidates (probability, artist_a, artist_b);
create index candidates_by_second on candidates (artist_b);
create index candidates_words on candidates using gin (words);
comment on table candidates is 'Candidate collaborations that stand, from candidate-collaborations; a withdrawn one is gone.';
comment on column candidates.body is 'The record as it was published.';
comment on column candidates.since_epoch is 'Epoch in which the pair appeared.';
comment on column candidates.changed_epoch is 'Epoch of the newest change that a reader can see.';

create table operating_points (
  name text primary key,
  candidates bigint not null
);
comment on table operating_points is 'How many candidates pass each operating point, kept as they come and go.';

create table synthetic_tracks (
  artist_a uuid not null,
  artist_b uuid not null,
  sample integer not null,
  body jsonb not null,
  graph_version bigint not null,
  primary key (artist_a, artist_b, sample)
);
comment on table synthetic_tracks is 'Feature vectors of the tracks that a pair might make, from synthetic-tracks.';

create table epochs (
  epoch bigint primary key,
  sequence bigint,
  kind text,
  ingested_at timestamptz,
  completed_at timestamptz,
  edges_added integer not null default 0,
  edges_changed integer not null default 0,
  edges_removed integer not null default 0,
  artists_written integer not null default 0,
  artists_withdrawn integer not null default 0,
  candidates_appeared integer not null default 0,
  candidates_changed integer not null default 0,
  candidates_withdrawn integer not null default 0,
  tracks_written integer not null default 0,
  tracks_withdrawn integer not null default 0
);
comment on table epochs is 'What each dump, packet or feature archive changed here; the newest ones only.';
comment on column epochs.completed_at is 'When its marker had come on every input; null while it is open.';

create table changes (
  id bigint primary key,
  event text not null,
  epoch bigint not null,
  data json not null
);
comment on table changes is 'The newest changes, ready to be sent to whoever watches; ids have no gaps and rise in commit order.';

create table totals (
  only_row boolean primary key default true check (only_row),
  last_change bigint not null default 0,
  artists bigint not null default 0,
  edges bigint not null default 0,
  candidates bigint not null default 0,
  synthetic_tracks bigint not null default 0
);
insert into totals default values;
comment on table totals is 'One row: sizes of the read model, and the id of the newest change. Its lock puts writers in a line.';

-- Down Migration

drop table totals, changes, epochs, synthetic_tracks, operating_points, candidates, edges, artists;
