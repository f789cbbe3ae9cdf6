-- Up Migration

create table staged_feedback (
  artist_a uuid not null,
  artist_b uuid not null,
  record json,
  primary key (artist_a, artist_b),
  check (artist_a < artist_b)
);
comment on table staged_feedback is 'Newest feedback of each pair that came and has no effect yet: it has with the next epoch or background transaction.';
comment on column staged_feedback.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column staged_feedback.artist_b is 'MBID of the pair''s second artist.';
comment on column staged_feedback.record is 'The record of candidate-feedback; null where it was withdrawn.';

create table feedback (
  artist_a uuid not null,
  artist_b uuid not null,
  from_epoch bigint not null,
  until_epoch bigint,
  verdict text not null check (verdict in ('accepted', 'rejected')),
  logit double precision not null,
  common_neighbours integer not null,
  record json not null,
  primary key (artist_a, artist_b, from_epoch),
  check (artist_a < artist_b),
  check (until_epoch > from_epoch)
);
create unique index feedback_in_force on feedback (artist_a, artist_b) where until_epoch is null;
create index feedback_in_force_by_second on feedback (artist_b) where until_epoch is null;
comment on table feedback is 'What readers think of pairs, from candidate-feedback, and what they thought before: a training sees it as of its epoch.';
comment on column feedback.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column feedback.artist_b is 'MBID of the pair''s second artist.';
comment on column feedback.from_epoch is 'Epoch from which on it has effect.';
comment on column feedback.until_epoch is 'Epoch from which on it has none, replaced or withdrawn; null while it is in force.';
comment on column feedback.verdict is 'accepted: a positive example; rejected: a negative example, and hidden until its evidence rises.';
comment on column feedback.logit is 'Log-odds of the candidate as it was shown to the reader.';
comment on column feedback.common_neighbours is 'Common neighbours of the candidate as it was shown to the reader.';
comment on column feedback.record is 'The record as it was published.';

-- Down Migration

drop table feedback;
drop table staged_feedback;
