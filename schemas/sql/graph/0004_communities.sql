-- Up Migration

create table communities (
  artist uuid primary key,
  community integer not null check (community >= 0)
);
comment on table communities is 'Louvain communities of the graph of version graph_state.communities_version; a number stands for the same scene from computation to computation.';
comment on column communities.artist is 'The artist''s MBID.';
comment on column communities.community is 'Number of the community; never given to another scene.';

alter table graph_state add column communities_version bigint;
alter table graph_state add column communities_begun bigint;
alter table graph_state add column next_community integer not null default 0;
comment on column graph_state.communities_version is 'Version of the graph that communities were computed on; null before the first.';
comment on column graph_state.communities_begun is 'Version of the graph that communities are computed on now: the next epoch takes the result; null where none is computed.';
comment on column graph_state.next_community is 'First number that was never given to a community.';

-- Down Migration

alter table graph_state drop column next_community, drop column communities_begun, drop column communities_version;
drop table communities;
