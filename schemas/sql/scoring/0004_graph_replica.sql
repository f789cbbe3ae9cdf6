-- Up Migration

alter table edges add column graph_version bigint not null default 0;
alter table edges alter column graph_version drop default;
comment on table edges is 'The collaboration graph, followed from graph.deltas as they come: as of scoring_state.graph_version unless changes are missing.';
comment on column edges.graph_version is 'Version of the change or snapshot that made the edge what it is; 0 for edges from before it was noted.';

create table removed_edges (
  artist_a uuid not null,
  artist_b uuid not null,
  graph_version bigint not null,
  primary key (artist_a, artist_b)
);
comment on table removed_edges is 'Edges that were removed, so that a replica can catch up; one that came back later is still here.';
comment on column removed_edges.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column removed_edges.artist_b is 'MBID of the pair''s second artist.';
comment on column removed_edges.graph_version is 'Version of the change or snapshot that removed the edge last.';
create index removed_edges_by_graph_version on removed_edges (graph_version);

alter table scoring_state
  add column deltas_missing boolean not null default false,
  add column rescore_all boolean not null default false,
  add column removals_since bigint not null default 0;
comment on column scoring_state.graph_version is 'Version of the newest change of the graph that was taken, also in the open epoch.';
comment on column scoring_state.deltas_missing is 'Changes after that version did not come: candidates stay as they are until a snapshot of the graph comes.';
comment on column scoring_state.rescore_all is 'A snapshot took the place of all edges in the open epoch.';
comment on column scoring_state.removals_since is 'removed_edges has every removal after this version; older ones are forgotten.';

create table epoch_states (
  number bigint generated always as identity primary key,
  state_id uuid not null unique
);
comment on table epoch_states is 'States that led to the present one. Memory of one of them catches up; that of any other is of a history that was lost, and is loaded again.';
comment on column epoch_states.number is 'Order of the states.';
comment on column epoch_states.state_id is 'Identity of the state, as in stage_state.';

-- Changes of the open epoch are written as they come from now on.
with newest as (
  select distinct on (artist_a, artist_b) staged_deltas.*
  from staged_deltas, scoring_state where staged_deltas.graph_version > scoring_state.graph_version
  order by artist_a, artist_b, staged_deltas.graph_version desc
), gone as (
  delete from edges using newest
  where newest.kind = 'edgeRemoved'
    and edges.artist_a = newest.artist_a and edges.artist_b = newest.artist_b
)
insert into edges (artist_a, artist_b, weight, first_recording, graph_version)
select artist_a, artist_b, weight, first_recording, graph_version from newest where kind <> 'edgeRemoved'
on conflict (artist_a, artist_b) do update
set weight = excluded.weight, first_recording = excluded.first_recording, graph_version = excluded.graph_version;
update scoring_state
set graph_version = greatest(scoring_state.graph_version, staged.newest),
  deltas_missing = staged.changes < staged.newest - scoring_state.graph_version
from (
  select coalesce(max(staged_deltas.graph_version), 0) as newest, count(*) as changes
  from staged_deltas, scoring_state where staged_deltas.graph_version > scoring_state.graph_version
) staged;
update scoring_state set removals_since = graph_version;
drop table staged_deltas;
create index edges_by_graph_version on edges (graph_version);

-- Down Migration

create table staged_deltas (
  graph_version bigint primary key,
  kind text not null,
  artist_a uuid not null,
  artist_b uuid not null,
  weight integer not null,
  first_recording integer not null
);
comment on table staged_deltas is 'Deltas of the open epoch.';
comment on column staged_deltas.graph_version is 'Version that the delta leads to.';
comment on column staged_deltas.kind is 'What the delta does to the edge: adds, changes or removes it.';
comment on column staged_deltas.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column staged_deltas.artist_b is 'MBID of the pair''s second artist.';
comment on column staged_deltas.weight is 'Weight that the edge has after it; 0 where it is removed.';
comment on column staged_deltas.first_recording is 'Lowest MusicBrainz row id among the pair''s recordings.';
drop table epoch_states;
alter table scoring_state drop column removals_since, drop column rescore_all, drop column deltas_missing;
comment on column scoring_state.graph_version is 'Version of the newest delta that was folded in.';
drop table removed_edges;
drop index edges_by_graph_version;
alter table edges drop column graph_version;
comment on table edges is 'The collaboration graph as of scoring_state.graph_version, folded from graph.deltas.';
