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

-- Down Migration

alter table models drop column refusal, drop column takes_over_at_epoch, drop column content_hash;
comment on table models is 'Every link model that was ever in use; the newest is named by scoring_state.';
comment on column models.trained_at_epoch is 'Epoch at whose marker it was trained.';
