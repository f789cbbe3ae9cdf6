-- Up Migration
create table output_ends (
  topic text not null,
  partition integer not null,
  end_offset bigint not null,
  primary key (topic, partition)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
comment on table output_ends is 'Where partitions that this stage writes ended after what the outbox has sent: a topic that ends before that was created anew or has lost records.';
comment on column output_ends.topic is 'Logical name of the topic.';
comment on column output_ends.partition is 'Number of the partition, from 0.';
comment on column output_ends.end_offset is 'Offset after the last record that was sent.';

alter table leases add column backend_pid integer, add column backend_start timestamptz;
comment on column leases.backend_pid is 'Server process of the connection with which the lease ends; null if it ends by time alone.';
comment on column leases.backend_start is 'When that server process began: its number may come again.';

-- Queues and rows that every transaction writes: a part of what is live says nothing of how much is dead.
alter table outbox set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000,
  toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 1000
);
-- Room on the page for the next version of a row, which then needs no new entry in the index.
alter table stage_positions set (
  fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000
);
alter table stage_state set (
  fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000
);
alter table leases set (
  fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000
);

-- Down Migration
alter table leases drop column backend_start, drop column backend_pid;
alter table leases reset (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);
alter table stage_state reset (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);
alter table stage_positions reset (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);
alter table outbox reset (
  autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold,
  autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_insert_threshold,
  toast.autovacuum_vacuum_scale_factor, toast.autovacuum_vacuum_threshold
);
drop table output_ends;
