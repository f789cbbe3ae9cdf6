-- Up Migration

create table ingestion_status (
  only_row boolean primary key default true check (only_row),
  body jsonb not null
);
comment on table ingestion_status is 'What ingestion does at the moment, from ingestion.status; no row before it said anything.';
comment on column ingestion_status.only_row is 'Always true: there is one row.';
comment on column ingestion_status.body is 'The newest record as it was published.';

-- Down Migration

drop table ingestion_status;
