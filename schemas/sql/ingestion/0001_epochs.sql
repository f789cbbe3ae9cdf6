-- Up Migration

create table epochs (
  epoch bigint primary key,
  kind text not null check (kind in ('dump', 'packet', 'features')),
  sequence bigint,
  schema_sequence integer,
  identity text not null,
  state text not null check (state in ('started', 'published')),
  transactions bigint not null default 0,
  published bigint not null default 0,
  no_ops bigint not null default 0,
  rejected bigint not null default 0,
  skipped jsonb not null default '{}',
  started_at timestamptz not null default now(),
  published_at timestamptz
);
comment on table epochs is
  'Steps of the stream, numbered in order. A row is started before the first record of its epoch is sent and published after the last marker is acknowledged; at most one is open.';
comment on column epochs.sequence is
  'Replication sequence that the stream has reached with it; null after a dump that is tied to none.';
comment on column epochs.schema_sequence is 'SCHEMA_SEQUENCE in force; null before any dump or packet.';
comment on column epochs.identity is
  'What the files said they were when the epoch was started: an epoch is only done again from the same ones.';
create unique index one_open_epoch on epochs (state) where state = 'started';

create table epoch_files (
  epoch bigint not null references epochs,
  file text not null,
  kind text not null check (kind in ('dump', 'packet', 'features')),
  sha256 text,
  primary key (epoch, file)
);
comment on table epoch_files is 'Files that an epoch was read from; sha256 is known once a file was read whole.';
create index epoch_files_by_name on epoch_files (file);

-- Down Migration

drop table epoch_files;
drop table epochs;
