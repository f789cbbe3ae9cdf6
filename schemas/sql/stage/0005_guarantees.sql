-- Up Migration
alter table stage_state
  add column state_id uuid,
  add column stream_id uuid,
  add column seen_at timestamptz not null default now();
-- A default that is random would have the table written anew.
update stage_state set state_id = gen_random_uuid();
alter table stage_state alter column state_id set default gen_random_uuid(), alter column state_id set not null;
comment on column stage_state.state_id is 'Identity of the state after the completed epoch: memory that was built from another one is not of this state, whatever its version.';
comment on column stage_state.stream_id is 'Identity of the stream that this stage reads; null before it has read any.';
comment on column stage_state.seen_at is 'When a process of this stage last had its inputs at hand. Tombstones of compacted inputs that are older than their retention may be gone.';

alter table stage_positions add column replay_until bigint not null default 0;
comment on column stage_positions.replay_until is 'Records before this offset are read a second time for a rebuild: they count for the open epoch, and markers among them for none.';

create table leases (
  name text primary key,
  holder uuid not null,
  expires_at timestamptz not null
);
comment on table leases is 'Work that one process does at a time, until it stops renewing its lease.';
comment on column leases.name is 'The work.';
comment on column leases.holder is 'The process that does it; a new identity each time it takes the lease.';
comment on column leases.expires_at is 'When another process may take it.';

create table dead_letters (
  id bigint generated always as identity primary key,
  code text not null,
  reason text not null,
  topic text,
  partition integer,
  record_offset bigint,
  file text,
  line bigint,
  key bytea,
  value bytea,
  headers jsonb not null default '{}',
  epoch bigint not null,
  rejected_at timestamptz not null default now(),
  status text not null default 'open' check (status in ('open', 'requested', 'replayed', 'superseded')),
  settled_at timestamptz
);
comment on table dead_letters is 'Input that could not be processed, whole, until it is replayed.';
comment on column dead_letters.id is 'Number of the dead letter in its service, in order.';
comment on column dead_letters.code is 'Code of the error.';
comment on column dead_letters.reason is 'What the error said.';
comment on column dead_letters.topic is 'Logical name of the topic that it came from; null for input from a file.';
comment on column dead_letters.partition is 'Partition of the record.';
comment on column dead_letters.record_offset is 'Offset of the record.';
comment on column dead_letters.file is 'File that it came from; null for a record.';
comment on column dead_letters.line is 'Line of the file, from 1; null if it has no lines.';
comment on column dead_letters.key is 'Key of the record.';
comment on column dead_letters.headers is 'Headers of the record, or what else is known of the input.';
comment on column dead_letters.epoch is 'Epoch that was open.';
comment on column dead_letters.rejected_at is 'When it was rejected.';
comment on column dead_letters.settled_at is 'When it was replayed or superseded.';
comment on column dead_letters.value is 'The original bytes, however many.';
comment on column dead_letters.status is 'open; requested: to be handled again by this service; replayed; superseded: a newer record of the key has been handled since.';
create index dead_letters_unsettled on dead_letters (topic, key) where status in ('open', 'requested');

create table rebuild_keys (
  topic text not null,
  key bytea not null,
  primary key (topic, key)
);
comment on column rebuild_keys.topic is 'Logical name of the output.';
comment on column rebuild_keys.key is 'Key of a record whose newest value is no tombstone.';
comment on table rebuild_keys is 'Keys that the compacted outputs had when a rebuild began; those that it does not publish again are withdrawn at its end.';

-- Down Migration
drop table rebuild_keys;
drop table dead_letters;
drop table leases;
alter table stage_positions drop column replay_until;
alter table stage_state drop column seen_at, drop column stream_id, drop column state_id;
