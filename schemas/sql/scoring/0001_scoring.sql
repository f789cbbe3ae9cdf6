-- Up Migration

create table edges (
  artist_a uuid not null,
  artist_b uuid not null,
  weight integer not null check (weight > 0),
  first_recording integer not null check (first_recording >= 0),
  primary key (artist_a, artist_b),
  check (artist_a < artist_b)
);
comment on table edges is 'The collaboration graph as of scoring_state.graph_version, folded from graph.deltas.';

create table artists (
  artist uuid primary key,
  name text not null
);
comment on table artists is 'Names, for candidates and their reasons.';

create table staged_deltas (
  graph_version bigint primary key,
  kind text not null,
  artist_a uuid not null,
  artist_b uuid not null,
  weight integer not null,
  first_recording integer not null
);
comment on table staged_deltas is 'Deltas of the open epoch.';

create table staged_artists (
  artist uuid primary key,
  name text
);
comment on table staged_artists is 'Names that the open epoch brought, the newest per artist; null where an artist was withdrawn.';

create table staged_dirty (
  artist uuid primary key
);
comment on table staged_dirty is 'Artists whose pairs to look at again at the end of the open epoch.';

create table models (
  model_id text primary key,
  trained_at_epoch bigint not null,
  graph_version bigint not null,
  model json not null
);
comment on table models is 'Every link model that was ever in use; the newest is named by scoring_state.';

create table candidates (
  artist_a uuid not null,
  artist_b uuid not null,
  model_id text not null references models,
  graph_version bigint not null,
  record json not null,
  primary key (artist_a, artist_b),
  check (artist_a < artist_b)
);
create index candidates_by_second on candidates (artist_b);
comment on table candidates is 'Candidates that stand, as they were last published.';
comment on column candidates.graph_version is 'Version of the graph when the record last changed.';
comment on column candidates.record is 'The published record without its version; kept as text so that a recomputation can be compared with it.';

create table scoring_state (
  only_row boolean primary key default true check (only_row),
  graph_version bigint not null default 0,
  model_id text references models,
  gate text,
  gate_threshold double precision,
  edges_at_training bigint not null default 0
);
comment on table scoring_state is 'What the candidates stand for.';
comment on column scoring_state.gate is 'Name of the operating point that candidates pass; null while none is earned.';
comment on column scoring_state.gate_threshold is 'Probability that candidates reach: at least that of the point, set when the model came into use.';
comment on column scoring_state.edges_at_training is 'Edges when training was last tried, also in vain; how much they have changed since decides when it is tried again.';
insert into scoring_state default values;

-- Down Migration
drop table scoring_state;
drop table candidates;
drop table models;
drop table staged_dirty;
drop table staged_artists;
drop table staged_deltas;
drop table artists;
drop table edges;
