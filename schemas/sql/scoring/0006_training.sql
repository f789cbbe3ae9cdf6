-- Up Migration

alter table models
  add column content_hash text,
  add column takes_over_at_epoch bigint,
  add column refusal text;
comment on table models is 'Every link model there was: trained or built in, in use or refused; scoring_state names the one in use.';
comment on column models.trained_at_epoch is 'Epoch as of whose end it was trained; of the built-in prior model, the first that it scored.';
comment on column models.content_hash is 'SHA-256 of the text of model; null for models from before it was kept, which are not served.';
comment on column models.takes_over_at_epoch is 'First epoch that is scored with it, unless it is refused; null for models from before it was kept.';
comment on column models.refusal is 'Why it does not take over; null for one that does.';

create table trainings (
  training_id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  epoch bigint not null,
  graph_version bigint not null,
  takes_over_at_epoch bigint not null check (takes_over_at_epoch > epoch),
  cause text not null,
  champion json not null,
  state text not null default 'pending' check (state in ('pending', 'fitted', 'adopted', 'refused')),
  outcome json check ((outcome is not null) = (state = 'fitted')),
  model_id text,
  comparison json,
  code text check ((code is not null) = (state = 'refused')),
  reason text check ((reason is not null) = (state = 'refused'))
);
create unique index trainings_open on trainings ((true)) where state in ('pending', 'fitted');
comment on table trainings is 'Trainings of link models. One at a time is open: noted at the end of an epoch, fitted beside the stream, and decided at the end of the epoch before it takes over, or of that epoch at the latest.';
comment on column trainings.training_id is 'Names it, also if the store is set back to an earlier state and trains again.';
comment on column trainings.number is 'Order of the trainings.';
comment on column trainings.epoch is 'Epoch as of whose end the model is trained.';
comment on column trainings.graph_version is 'Version of the graph then.';
comment on column trainings.takes_over_at_epoch is 'First epoch that the model is to score, if it is not refused.';
comment on column trainings.cause is 'Why it was due.';
comment on column trainings.champion is 'The model in use then, with which the new one is compared.';
comment on column trainings.state is 'pending: to be fitted; fitted: to be decided; adopted: its model took over; refused: the model in use stayed.';
comment on column trainings.outcome is 'What the fit gave, until it is decided.';
comment on column trainings.model_id is 'The new model, once it is decided; null if there is none.';
comment on column trainings.comparison is 'How the new model did against the champion; null if there is none.';
comment on column trainings.code is 'Stable code of the reason for a refusal.';
comment on column trainings.reason is 'Why the model in use stayed.';

create table superseded_edges (
  artist_a uuid not null,
  artist_b uuid not null,
  weight integer not null,
  first_recording integer not null,
  primary key (artist_a, artist_b),
  check (artist_a < artist_b)
);
comment on table superseded_edges is 'Edges that changed or were removed while a training is pending, as they were at the version of the graph that it is trained on. Empty without one.';
comment on column superseded_edges.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column superseded_edges.artist_b is 'MBID of the pair''s second artist.';
comment on column superseded_edges.weight is 'Distinct recordings whose credit named both.';
comment on column superseded_edges.first_recording is 'Lowest MusicBrainz row id among those recordings.';

create table superseded_artist_facts (
  artist uuid primary key,
  genres text[] not null,
  begin_year integer,
  end_year integer,
  popularity double precision,
  country text,
  community integer
);
comment on table superseded_artist_facts is 'Facts of artists that came anew while a training is pending, as they were at the end of its epoch. Empty without one.';
comment on column superseded_artist_facts.artist is 'The artist''s MBID.';
comment on column superseded_artist_facts.genres is 'As in artist_facts.';
comment on column superseded_artist_facts.begin_year is 'As in artist_facts.';
comment on column superseded_artist_facts.end_year is 'As in artist_facts.';
comment on column superseded_artist_facts.popularity is 'As in artist_facts.';
comment on column superseded_artist_facts.country is 'As in artist_facts.';
comment on column superseded_artist_facts.community is 'As in artist_facts.';

create table added_edges (
  artist_a uuid not null,
  artist_b uuid not null,
  primary key (artist_a, artist_b),
  check (artist_a < artist_b)
);
comment on table added_edges is 'Edges that the open epoch added while a trained model is in use: how much they surprise it says whether it has drifted.';
comment on column added_edges.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column added_edges.artist_b is 'MBID of the pair''s second artist.';

alter table scoring_state
  add column marker_epoch bigint,
  add column marker_sequence bigint,
  add column marker_at bigint,
  add column surprise_pairs bigint not null default 0,
  add column surprise_loss double precision not null default 0,
  add column surprise_squares double precision not null default 0;
comment on column scoring_state.marker_epoch is 'Newest epoch that was scored; null before the first.';
comment on column scoring_state.marker_sequence is 'Replication sequence of its marker.';
comment on column scoring_state.marker_at is 'Unix time in milliseconds of its marker.';
comment on column scoring_state.surprise_pairs is 'Edges with common neighbours that were added since the model in use took over, or training was tried.';
comment on column scoring_state.surprise_loss is 'Sum of -ln(probability) over them, each scored with its own edge hidden, in nats.';
comment on column scoring_state.surprise_squares is 'Sum of the squares of that.';

-- Down Migration

alter table scoring_state
  drop column marker_at, drop column marker_sequence, drop column marker_epoch,
  drop column surprise_squares, drop column surprise_loss, drop column surprise_pairs;
drop table added_edges;
drop table superseded_artist_facts;

drop table superseded_edges;
drop table trainings;
alter table models drop column refusal, drop column takes_over_at_epoch, drop column content_hash;
comment on table models is 'Every link model that was ever in use; the newest is named by scoring_state.';
comment on column models.trained_at_epoch is 'Epoch at whose marker it was trained.';
