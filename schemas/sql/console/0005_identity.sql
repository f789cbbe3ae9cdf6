-- Up Migration

create table graph_position (
  only_row boolean primary key default true check (only_row),
  graph_version bigint not null default 0,
  deltas_missing boolean not null default false
);
comment on table graph_position is 'How far edges have followed graph.deltas.';
comment on column graph_position.only_row is 'Always true: there is one row.';
comment on column graph_position.graph_version is 'Version of the newest change of the graph that was taken.';
comment on column graph_position.deltas_missing is 'Changes after that version did not come: edges stay as they are until a snapshot of the graph comes.';
-- If the newest change removed an edge, the next one seems to miss it, and a snapshot of the graph sets that right.
insert into graph_position (graph_version) select coalesce(max(graph_version), 0) from edges;
create index edges_by_graph_version on edges (graph_version);

-- Not at once with its default, which would write the table anew under a lock that stops its readers.
alter table changes add column token uuid;
alter table changes alter column token set default gen_random_uuid();
update changes set token = gen_random_uuid();
alter table changes alter column token set not null;
comment on column changes.token is 'Identity of the change: after the store was put back, another change may get the same id.';

-- Down Migration

alter table changes drop column token;

drop index edges_by_graph_version;
drop table graph_position;
