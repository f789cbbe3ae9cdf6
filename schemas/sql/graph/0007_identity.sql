-- Up Migration

alter table graph_state
  add column snapshot_requested boolean not null default false,
  add column snapshot_published_at timestamptz not null default now();
-- The first changes of an older graph may have left their topic.
update graph_state set snapshot_requested = graph_version > 0;
comment on column graph_state.snapshot_requested is 'A reader of graph.deltas misses changes: the next epoch publishes every edge.';
comment on column graph_state.snapshot_published_at is 'When every edge was last published.';

create table epoch_states (
  number bigint generated always as identity primary key,
  state_id uuid not null unique,
  graph_version bigint not null
);
comment on table epoch_states is 'States that led to the present one. Memory of one of them catches up; that of any other is of a history that was lost, and is loaded again.';
comment on column epoch_states.number is 'Order of the states.';
comment on column epoch_states.state_id is 'Identity of the state, as in stage_state.';
comment on column epoch_states.graph_version is 'Version of the graph in it.';
create index epoch_states_by_graph_version on epoch_states (graph_version);

-- The graph is loaded from its table once; the next snapshot names its state.
delete from snapshots;
alter table snapshots add column state_id uuid not null;
comment on column snapshots.state_id is 'State of the graph that was saved.';

-- They are emptied by deleting in every epoch, which locks out no reader.
alter table staged_artists set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
alter table staged_collaborations set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Down Migration

alter table staged_collaborations reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);
alter table staged_artists reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);
alter table snapshots drop column state_id;
drop table epoch_states;
alter table graph_state drop column snapshot_published_at, drop column snapshot_requested;
