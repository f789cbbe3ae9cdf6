-- Up Migration

alter table dead_letters add column place bigint, add column replay_epoch bigint;
comment on column dead_letters.place is 'Where it stands in the input of its epoch, from 0.';
comment on column dead_letters.replay_epoch is 'The epoch that reads it again; null while none does.';
create index dead_letters_replayed on dead_letters (replay_epoch) where replay_epoch is not null;
create index dead_letters_requested on dead_letters (id) where status = 'requested';

-- An epoch that is resumed after a crash rejects the same inputs again.
create unique index dead_letters_place on dead_letters (epoch, place);

alter table epochs drop constraint epochs_kind_check,
  add constraint epochs_kind_check check (kind in ('dump', 'packet', 'features', 'replay'));
comment on column epochs.kind is 'What was read: dump, packet, features, or dead letters once more (replay).';

-- Down Migration

update epochs set kind = 'features' where kind = 'replay';
alter table epochs drop constraint epochs_kind_check,
  add constraint epochs_kind_check check (kind in ('dump', 'packet', 'features'));
comment on column epochs.kind is 'What was read: dump, packet or features.';
drop index dead_letters_place, dead_letters_requested, dead_letters_replayed;
alter table dead_letters drop column replay_epoch, drop column place;
