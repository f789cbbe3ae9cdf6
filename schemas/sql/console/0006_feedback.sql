-- Up Migration

create table feedback (
  artist_a uuid not null,
  artist_b uuid not null,
  body jsonb,
  ts bigint not null,
  is_published boolean not null default false,
  primary key (artist_a, artist_b),
  check (artist_a < artist_b)
);
create index feedback_by_time on feedback (ts);
create index feedback_to_publish on feedback (artist_a, artist_b) where not is_published;
comment on table feedback is 'What readers think of candidates, as they last said it. A rebuild leaves it alone: it comes from here.';
comment on column feedback.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column feedback.artist_b is 'MBID of the pair''s second artist.';
comment on column feedback.body is 'The record of candidate-feedback, apart from the time; null where it was withdrawn and that is still to be published.';
comment on column feedback.ts is 'When it was given, in microseconds of Unix time; later than what the pair had before.';
comment on column feedback.is_published is 'It is in the outbox or on the topic.';

-- Down Migration

drop table feedback;
