-- Up Migration

create table relationship_pairs (
  origin text collate "C" not null check (origin in ('a', 'r', 'e')),
  id integer not null,
  artist_a uuid not null,
  artist_b uuid not null,
  kind text collate "C" not null,
  primary key (origin, id, artist_a, artist_b, kind),
  check (artist_a < artist_b)
);
create index relationship_pairs_edges on relationship_pairs (artist_a, artist_b) include (id) where origin = 'e';
comment on table relationship_pairs is 'Where it is said what two artists did together, as of the last epoch: kept so that what is summed can be taken away again.';
comment on column relationship_pairs.origin is 'a: a relationship between two artists. r: one of an artist and a recording, with those whom the recording is credited to. e: a recording on which one performs whom its credit does not name, where relationships are edges.';
comment on column relationship_pairs.id is 'Row id of the relationship (a) or of the recording (r, e).';
comment on column relationship_pairs.artist_a is 'MBID; less than artist_b.';
comment on column relationship_pairs.artist_b is 'MBID.';
comment on column relationship_pairs.kind is 'member of band, vocal, producer …; empty for e.';

create table relationship_evidence (
  artist_a uuid not null,
  artist_b uuid not null,
  kind text collate "C" not null,
  count integer not null,
  primary key (artist_a, artist_b, kind),
  check (artist_a < artist_b)
);
comment on table relationship_evidence is 'What relationships say of two artists, whether they are credited together or not.';
comment on column relationship_evidence.artist_a is 'MBID; less than artist_b.';
comment on column relationship_evidence.artist_b is 'MBID.';
comment on column relationship_evidence.kind is 'member of band, vocal, producer ….';
comment on column relationship_evidence.count is 'Relationships between the two, or distinct recordings, that say so.';

alter table artist_collaborations add column kinds text[] not null default '{}';
comment on column artist_collaborations.kinds is 'What relationships say of the two, sorted.';
comment on column artist_collaborations.weight is 'Distinct recordings whose credit names both; where relationships are edges, also those that one performs on and whose credit names the other.';
alter table derivation add column relationship_edges boolean not null default false;
comment on column derivation.relationship_edges is 'Whether relationships counted as edges.';

-- Down Migration
alter table derivation drop column relationship_edges;
alter table artist_collaborations drop column kinds;
drop table relationship_evidence;
drop table relationship_pairs;
