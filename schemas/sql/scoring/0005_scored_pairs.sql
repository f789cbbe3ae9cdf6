-- Up Migration

create table scored_pairs (
  artist_a uuid not null,
  artist_b uuid not null,
  status text not null check (status in ('KNOWN', 'CANDIDATE', 'WITHDRAWN')),
  logit double precision,
  model_id text,
  graph_version bigint not null,
  epoch bigint not null,
  sequence bigint not null,
  record json,
  settled boolean not null default false,
  first_seen_epoch bigint,
  first_seen_sequence bigint,
  first_seen_at bigint,
  withdrawn_reason text check (
    withdrawn_reason in ('collaborated', 'below-threshold', 'artist-vanished', 'rejected', 'no-model')
  ),
  withdrawn_version bigint,
  primary key (artist_a, artist_b),
  check (artist_a < artist_b),
  check ((logit is null) = (model_id is null)),
  check ((record is not null) = (status = 'CANDIDATE')),
  check (status <> 'CANDIDATE' or (logit is not null and first_seen_epoch is not null and withdrawn_reason is null)),
  check (status <> 'WITHDRAWN' or withdrawn_reason is not null),
  check (status <> 'KNOWN' or withdrawn_reason is null or withdrawn_reason = 'collaborated'),
  check ((withdrawn_version is not null) = (status = 'WITHDRAWN'))
) with (fillfactor = 80);
create index scored_pairs_by_second on scored_pairs (artist_b);
-- An epoch gives many known pairs another score. No index has a column of theirs that changes with it, and pages have room:
-- such an update touches the heap alone.
create index scored_pairs_withdrawn on scored_pairs (withdrawn_version) where withdrawn_version is not null;
comment on table scored_pairs is 'Every pair that recorded together, with its score; every candidate, as it was last published; and those that were withdrawn, with the reason.';
comment on column scored_pairs.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column scored_pairs.artist_b is 'MBID of the pair''s second artist.';
comment on column scored_pairs.status is 'KNOWN: recorded together, whatever the score. CANDIDATE: stands on candidate-collaborations. WITHDRAWN: was a candidate.';
comment on column scored_pairs.logit is 'Log-odds of the probability; of a known pair with the edge between the two left out, of a withdrawn one when it was withdrawn. Null if there was no model or nothing to score.';
comment on column scored_pairs.model_id is 'Model that gave the logit.';
comment on column scored_pairs.graph_version is 'Version of the graph when the row last changed; a writer with an older one changes nothing.';
comment on column scored_pairs.epoch is 'Epoch in which the row last changed; a writer of an older one, and so with an older model, changes nothing.';
comment on column scored_pairs.sequence is 'Replication sequence of that epoch.';
comment on column scored_pairs.record is 'The candidate as published, without what says when; kept as text so that a recomputation can be compared with it.';
comment on column scored_pairs.settled is 'An epoch, not the rescoring beside the stream, last confirmed the candidate: from then on the lower threshold of hysteresis holds for it.';
comment on column scored_pairs.first_seen_epoch is 'Epoch in which the pair last became a candidate; 0 if that was before it was noted; null if it never was one.';
comment on column scored_pairs.first_seen_sequence is 'Replication sequence of that epoch.';
comment on column scored_pairs.first_seen_at is 'Unix time in milliseconds at which ingestion finished that epoch.';
comment on column scored_pairs.withdrawn_version is 'Version of the graph when it was withdrawn; null of others.';
comment on column scored_pairs.withdrawn_reason is 'Why the candidate was last withdrawn; null if it never was, or stands again.';

create table scored_pair_totals (
  status text not null,
  withdrawn_reason text not null,
  pairs bigint not null,
  primary key (status, withdrawn_reason)
);
comment on table scored_pair_totals is 'How many scored pairs there are, kept as they change.';
comment on column scored_pair_totals.status is 'Status of the pairs.';
comment on column scored_pair_totals.withdrawn_reason is 'Why they were withdrawn last; empty if they were not.';
comment on column scored_pair_totals.pairs is 'How many.';

alter table scoring_state add column flickers bigint not null default 0;
comment on column scoring_state.flickers is 'How often a candidate that had fallen below the threshold came back within ten packets.';

-- What is known has no score until the next epoch, which scores all pairs again.
insert into scored_pairs (
  artist_a, artist_b, status, logit, model_id, graph_version, epoch, sequence, record,
  first_seen_epoch, first_seen_sequence, first_seen_at
)
select artist_a, artist_b, 'CANDIDATE', (record->>'logit')::double precision, candidates.model_id,
  candidates.graph_version, stage_state.completed_epoch, stage_state.sequence, record, 0, 0, 0
from candidates, stage_state;
insert into scored_pairs (artist_a, artist_b, status, graph_version, epoch, sequence)
select artist_a, artist_b, 'KNOWN', edges.graph_version, stage_state.completed_epoch, stage_state.sequence
from edges, stage_state
on conflict (artist_a, artist_b) do nothing;
insert into scored_pair_totals
select status, '', count(*) from scored_pairs group by status;
update scoring_state set rescore_all = true where exists (select from scored_pairs);
drop table candidates;

-- Down Migration

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
comment on column candidates.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column candidates.artist_b is 'MBID of the pair''s second artist.';
comment on column candidates.model_id is 'Model that scored the pair.';
comment on column candidates.graph_version is 'Version of the graph when the record last changed.';
comment on column candidates.record is 'The published record without its version; kept as text so that a recomputation can be compared with it.';
insert into candidates
select artist_a, artist_b, model_id, graph_version, record from scored_pairs where status = 'CANDIDATE';
update scoring_state set rescore_all = true where exists (select from candidates);
alter table scoring_state drop column flickers;
drop table scored_pair_totals;
drop table scored_pairs;
