-- Up Migration

alter table epochs add column source_sequence bigint;
comment on column epochs.source_sequence is
  'Sequence in the source versions of its rows and in its markers: the replication sequence that it reaches; of a dump that is tied to none its epoch, so that of two the newer wins. Null where it is sequence, or 0.';

-- Down Migration

alter table epochs drop column source_sequence;
