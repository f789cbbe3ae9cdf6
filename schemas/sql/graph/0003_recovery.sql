-- Up Migration

alter table edges add column graph_version bigint not null default 0;
alter table edges alter column graph_version drop default;
comment on column edges.graph_version is 'Version of the delta that made the edge what it is; 0 for edges from before it was noted.';
create index edges_by_graph_version on edges (graph_version);

create table removed_edges (
  artist_a uuid not null,
  artist_b uuid not null,
  graph_version bigint not null,
  primary key (artist_a, artist_b)
);
comment on table removed_edges is 'Edges that were removed after the last snapshot, so that a restart can remove them from it; one that came back later is still here.';
comment on column removed_edges.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column removed_edges.artist_b is 'MBID of the pair''s second artist.';
comment on column removed_edges.graph_version is 'Version of the delta that removed the edge last.';
create index removed_edges_by_graph_version on removed_edges (graph_version);

alter table graph_state add column removals_since bigint not null default 0;
update graph_state set removals_since = graph_version;
comment on column graph_state.removals_since is 'removed_edges has every removal after this version; older ones are forgotten.';

create table snapshots (
  snapshot bigint generated always as identity primary key,
  graph_version bigint not null,
  pieces integer,
  bytes bigint,
  saved_at timestamptz
);
comment on table snapshots is 'The graph as memory had it, in the bytes of core/graph; what is missing here is loaded from edges.';
comment on column snapshots.snapshot is 'Number of the snapshot; rises.';
comment on column snapshots.graph_version is 'Version of the graph that was saved.';
comment on column snapshots.pieces is 'How many rows of snapshot_pieces it has; null until it is whole.';
comment on column snapshots.bytes is 'Its size; null until it is whole.';
comment on column snapshots.saved_at is 'When it was whole; null before.';

create table snapshot_pieces (
  snapshot bigint not null references snapshots on delete cascade,
  position integer not null,
  bytes bytea not null,
  primary key (snapshot, position)
);
alter table snapshot_pieces alter column bytes set storage external;
comment on table snapshot_pieces is 'The bytes of snapshots, in pieces.';
comment on column snapshot_pieces.snapshot is 'The snapshot.';
comment on column snapshot_pieces.position is 'Place of the piece in it, from 0.';
comment on column snapshot_pieces.bytes is 'The piece.';

alter table staged_collaborations drop constraint staged_collaborations_pkey;
alter table staged_collaborations add column partition integer not null default 0;
alter table staged_collaborations add column "offset" bigint not null default 0;
alter table staged_collaborations add column kinds jsonb;
comment on table staged_collaborations is 'What the open epoch has said about collaborations so far, as it came; of one pair the highest offset counts. Weight is null where a pair was withdrawn.';
comment on column staged_collaborations.partition is 'Partition of catalog.collaborations that said so.';
comment on column staged_collaborations.kinds is 'The record''s kinds, null where it has none: needed whole when it is refused.';
comment on column staged_collaborations."offset" is 'Its offset there; a pair is always in the same partition.';

alter table staged_artists drop constraint staged_artists_pkey;
alter table staged_artists add column "offset" bigint not null default 0;
comment on table staged_artists is 'What the open epoch has said about artists so far, as it came; of one artist the highest offset counts. Name is null where one was withdrawn.';
comment on column staged_artists."offset" is 'Its offset in catalog.artists; an artist is always in the same partition.';

create table published_artists (
  artist uuid primary key,
  digest bytea not null
);
comment on table published_artists is 'What graph.artists says of each artist, so that only changes are published.';
comment on column published_artists.artist is 'The artist''s MBID.';
comment on column published_artists.digest is 'First 16 bytes of SHA-256 over the record without its graph versions.';

-- Down Migration

drop table published_artists;
delete from staged_artists a using staged_artists b where a.artist = b.artist and a."offset" < b."offset";
alter table staged_artists drop column "offset";
alter table staged_artists add primary key (artist);
delete from staged_collaborations a using staged_collaborations b
where (a.artist_a, a.artist_b) = (b.artist_a, b.artist_b) and a."offset" < b."offset";
alter table staged_collaborations drop column "offset", drop column partition, drop column kinds;
alter table staged_collaborations add primary key (artist_a, artist_b);
drop table snapshot_pieces;
drop table snapshots;
alter table graph_state drop column removals_since;
drop table removed_edges;
drop index edges_by_graph_version;
alter table edges drop column graph_version;
