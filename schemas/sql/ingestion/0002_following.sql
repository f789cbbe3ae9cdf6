-- Up Migration

alter table epochs add column up_to bigint;
comment on column epochs.up_to is
  'TIMESTAMP of the newest dump or packet that the stream has reached with it, in microseconds since 1970; null where none said so.';

alter table epoch_files 
  add column place integer not null default 0, add column packet bigint, add column fingerprint text;
update epoch_files set packet = substring(file from '^replication-(\d+)-v2')::bigint where kind = 'packet';
create index epoch_files_by_packet on epoch_files (packet, epoch) where packet is not null;
comment on column epoch_files.place is
  'Where the file comes in its epoch: what is sent of it has its place in the epoch, so the order must not change.';
comment on column epoch_files.packet is
  'Replication sequence in a packet''s name. A packet that was applied again has a row an application.';
comment on column epoch_files.fingerprint is
  'Size and time of the file when it was last seen to have this sha256: it is not hashed again until they change.';

create table spooled_packets (
  packet bigint primary key,
  file text not null
);
comment on table spooled_packets is
  'Packets that ingestion itself fetched into its source folder, and may delete there. Others'' files are left alone.';

-- Down Migration

drop table spooled_packets;
drop index epoch_files_by_packet;
alter table epoch_files drop column fingerprint, drop column packet, drop column place;
alter table epochs drop column up_to;
