-- Up Migration
create table stage_positions (
  topic text not null,
  partition integer not null,
  next_offset bigint not null,
  marker jsonb,
  primary key (topic, partition)
);
comment on table stage_positions is 'How far this stage has read each partition; written in the transaction of the rows.';
comment on column stage_positions.next_offset is 'First offset that has not been handled.';
comment on column stage_positions.marker is 'Newest marker that was read.';

create table stage_state (
  only_row boolean primary key default true check (only_row),
  completed_epoch bigint not null default 0,
  sequence bigint not null default 0
);
comment on table stage_state is 'Newest epoch that this stage has completed; its lock decides who completes the next.';
insert into stage_state default values;

create table outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  partition integer not null,
  key bytea,
  value bytea,
  headers jsonb not null
);
comment on table outbox is 'Records to send, in order of id; written in the transaction of the rows that caused them.';

-- Down Migration
drop table outbox;
drop table stage_state;
drop table stage_positions;
