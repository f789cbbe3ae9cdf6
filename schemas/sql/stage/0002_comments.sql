-- Up Migration

comment on column outbox.id is 'Order of sending; gaps are left by transactions that were undone.';
comment on column outbox.topic is 'Logical name of the topic to send to.';
comment on column outbox.partition is 'Partition to send to.';
comment on column outbox.key is 'Key of the record.';
comment on column outbox.value is 'Value in the registry''s wire format; null is a tombstone.';
comment on column outbox.headers is 'Headers of the record: epoch, marker, trace.';

comment on column stage_positions.topic is 'Logical name of the topic, without the namespace.';
comment on column stage_positions.partition is 'Number of the partition, from 0.';

comment on column stage_state.only_row is 'Always true: there is one row.';
comment on column stage_state.completed_epoch is 'Epoch of the newest marker that was on every input; 0 before the first.';
comment on column stage_state.sequence is 'Replication sequence of that epoch.';

-- Down Migration

comment on column outbox.id is null;
comment on column outbox.topic is null;
comment on column outbox.partition is null;
comment on column outbox.key is null;
comment on column outbox.value is null;
comment on column outbox.headers is null;
comment on column stage_positions.topic is null;
comment on column stage_positions.partition is null;
comment on column stage_state.only_row is null;
comment on column stage_state.completed_epoch is null;
comment on column stage_state.sequence is null;
