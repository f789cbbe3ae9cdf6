-- Up Migration

create table artists (
  artist uuid primary key,
  name text not null,
  popularity double precision
);
comment on table artists is 'Artists of the catalogue as of the last epoch, for what graph.artists says beside the graph.';

create table edges (
  artist_a uuid not null,
  artist_b uuid not null,
  weight integer not null check (weight > 0),
  first_recording integer not null check (first_recording >= 0),
  primary key (artist_a, artist_b),
  check (artist_a < artist_b)
);
comment on table edges is 'The collaboration graph as of graph_state.graph_version; what memory holds is built from here.';
comment on column edges.weight is 'Distinct recordings whose credit names both.';
comment on column edges.first_recording is 'Lowest MusicBrainz row id among those recordings.';

create table staged_collaborations (
  artist_a uuid not null,
  artist_b uuid not null,
  weight integer,
  first_recording integer,
  primary key (artist_a, artist_b)
);
comment on table staged_collaborations is 'What the open epoch has said about collaborations so far, the newest per pair; weight is null where one was withdrawn.';

create table staged_artists (
  artist uuid primary key,
  name text,
  popularity double precision
);
comment on table staged_artists is 'What the open epoch has said about artists so far, the newest per artist; name is null where one was withdrawn.';

create table graph_state (
  only_row boolean primary key default true check (only_row),
  graph_version bigint not null default 0
);
comment on table graph_state is 'Version of the newest delta that was published.';
insert into graph_state default values;

-- Down Migration
drop table graph_state;
drop table staged_artists;
drop table staged_collaborations;
drop table edges;
drop table artists;
