-- Up Migration

comment on column epoch_files.epoch is 'The epoch that the file was read in.';
comment on column epoch_files.file is 'File name without folder.';
comment on column epoch_files.kind is 'What the file is: dump, packet or features.';
comment on column epoch_files.sha256 is 'Hash of the file, hexadecimal; null until it was read whole.';

comment on column epochs.epoch is 'Number of the step, from 1.';
comment on column epochs.kind is 'What was read: dump, packet or features.';
comment on column epochs.state is 'started until the last marker is acknowledged, then published.';
comment on column epochs.transactions is 'Source transactions in it; 0 for a dump.';
comment on column epochs.published is 'Row changes and documents that were sent.';
comment on column epochs.no_ops is 'Updates that changed nothing, and were not sent.';
comment on column epochs.rejected is 'Inputs that went to dead letters.';
comment on column epochs.skipped is 'Rows of tables that are not kept, by table.';
comment on column epochs.started_at is 'When it was started for the first time.';
comment on column epochs.published_at is 'When it was published; null while it is open.';

comment on column spooled_packets.packet is 'Replication sequence in the packet''s name.';
comment on column spooled_packets.file is 'File name without folder.';

-- Down Migration

comment on column epoch_files.epoch is null;
comment on column epoch_files.file is null;
comment on column epoch_files.kind is null;
comment on column epoch_files.sha256 is null;
comment on column epochs.epoch is null;
comment on column epochs.kind is null;
comment on column epochs.state is null;
comment on column epochs.transactions is null;
comment on column epochs.published is null;
comment on column epochs.no_ops is null;
comment on column epochs.rejected is null;
comment on column epochs.skipped is null;
comment on column epochs.started_at is null;
comment on column epochs.published_at is null;
comment on column spooled_packets.packet is null;
comment on column spooled_packets.file is null;
