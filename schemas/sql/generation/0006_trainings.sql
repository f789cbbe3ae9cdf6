-- Up Migration

create table model_artifacts (
  hash text primary key,
  size bigint not null,
  content bytea not null
);
alter table model_artifacts alter column content set storage external;
comment on table model_artifacts is 'What models are made of, by content: a model that is refused has none, and of those that others took over from the newest have theirs.';
comment on column model_artifacts.hash is 'SHA-256 of the content, hexadecimal.';
comment on column model_artifacts.size is 'Bytes of the content when it was put: content of another length was damaged since.';
comment on column model_artifacts.content is 'The artifact: generator, track space and conditions of pairs, see core/tracks/src/generator.';

create table trained_models (
  model_id text primary key,
  number bigint generated always as identity unique,
  kind text not null check (kind in ('vae', 'copula')),
  status text not null check (status in ('IN_FORCE', 'SUPERSEDED', 'REJECTED')),
  card json not null
);
create unique index trained_models_in_force on trained_models ((true)) where status = 'IN_FORCE';
comment on table trained_models is 'Models of tracks that were trained, as they are published.';
comment on column trained_models.model_id is 'SHA-256 of the artifact; names the model on topics, too.';
comment on column trained_models.number is 'Order in which they were decided.';
comment on column trained_models.kind is 'vae, or copula: the baseline, which serves until a VAE has passed the gates.';
comment on column trained_models.status is 'IN_FORCE: it serves; SUPERSEDED: it did, until another took over; REJECTED: it never did.';
comment on column trained_models.card is 'The record of generation-models.';

create table trainings (
  training_id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  epoch bigint not null,
  takes_over_at_epoch bigint not null check (takes_over_at_epoch > epoch),
  tracks bigint not null,
  cause text not null,
  state text not null default 'pending' check (state in ('pending', 'fitted', 'adopted', 'refused')),
  outcome json check ((outcome is not null) = (state = 'fitted')),
  model_id text,
  code text check ((code is not null) = (reason is not null)),
  reason text
);
create unique index trainings_open on trainings ((true)) where state in ('pending', 'fitted');
comment on table trainings is 'Trainings of models of tracks. One at a time is open: noted at the end of an epoch, fitted beside the stream, and decided at the end of the epoch before it takes over, or of that epoch at the latest.';
comment on column trainings.training_id is 'Names it, also if the store is set back to an earlier state and trains again.';
comment on column trainings.number is 'Order of the trainings.';
comment on column trainings.epoch is 'Epoch as of whose end the model is trained.';
comment on column trainings.takes_over_at_epoch is 'First epoch whose tracks the model is to make, if it is not refused.';
comment on column trainings.tracks is 'Rows of tracks then: growth beyond them calls for another.';
comment on column trainings.cause is 'Why it was due.';
comment on column trainings.state is 'pending: to be fitted; fitted: to be decided; adopted: a model of it took over; refused: the model in use stayed.';
comment on column trainings.outcome is 'What the fit gave, until it is decided.';
comment on column trainings.model_id is 'The model that took over; null if none did.';
comment on column trainings.code is 'Stable code of the reason why the VAE does not serve; null if it does.';
comment on column trainings.reason is 'Why the VAE does not serve, which gates it failed and by how much; null if it does.';

create table training_checkpoints (
  training_id uuid primary key references trainings on delete cascade,
  pass bigint not null,
  passes bigint not null,
  content bytea not null
);
comment on table training_checkpoints is 'Where the training of a network that is ended goes on from; none once it is fitted.';
comment on column training_checkpoints.training_id is 'The pending training.';
comment on column training_checkpoints.pass is 'Passes over the data that are done.';
comment on column training_checkpoints.passes is 'Passes over the data in all.';
comment on column training_checkpoints.content is 'Weights and state of the training, see infra/tensorflow.';

create table training_requests (
  number bigint generated always as identity primary key,
  requested_at timestamptz not null default now()
);
comment on table training_requests is 'Trainings that an operator asked for; the end of the next epoch takes them.';
comment on column training_requests.number is 'Order of the requests.';
comment on column training_requests.requested_at is 'When the operator asked.';

create table models_state (
  only_row boolean primary key default true check (only_row),
  serving_model_id text,
  tracks_at_training bigint
);
comment on table models_state is 'Which model makes tracks.';
comment on column models_state.only_row is 'Always true: there is one row.';
comment on column models_state.serving_model_id is 'The model in force or, if its artifact cannot be served, the newest before it that can; null while there is none.';
comment on column models_state.tracks_at_training is 'Rows of tracks when training was last tried; null before the first time.';
insert into models_state default values;

-- Down Migration

drop table models_state;
drop table training_requests;
drop table training_checkpoints;
drop table trainings;
drop table trained_models;
drop table model_artifacts;
