-- Up Migration

-- The record itself is on the topic: what is kept here is what tells whether it changes. Of two kilobytes a candidate, 16 bytes.
alter table scored_pairs add column record_digest bytea, add column common_neighbours integer;
update scored_pairs
set record_digest = substr(sha256(convert_to(record::text, 'UTF8')), 1, 16),
  common_neighbours = (record ->> 'commonNeighbours')::integer
where record is not null;
alter table scored_pairs
  drop column record,
  add check ((record_digest is not null) = (status = 'CANDIDATE')),
  add check (common_neighbours is null or status = 'CANDIDATE');
comment on column scored_pairs.record_digest is 'First 16 bytes of the SHA-256 of the candidate as published, as JSON, without what says when: it is published again when this changes. Null of others.';
comment on column scored_pairs.common_neighbours is 'Of a candidate: how many artists recorded with both, as published.';

-- Down Migration

alter table scored_pairs add column record json;
-- What was published is not known here: all candidates are published once more.
update scored_pairs set record = '{}' where status = 'CANDIDATE';
update scoring_state set rescore_all = true where exists (select from scored_pairs where status = 'CANDIDATE');
alter table scored_pairs
  drop column record_digest,
  drop column common_neighbours,
  add check ((record is not null) = (status = 'CANDIDATE'));
comment on column scored_pairs.record is 'The candidate as published, without what says when; kept as text so that a recomputation can be compared with it.';
