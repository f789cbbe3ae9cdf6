-- Up Migration

alter table epochs add column unwatched bigint not null default 0;
comment on column epochs.unwatched is 'Updates that changed only columns that nobody watches, and were not sent.';

-- Down Migration

alter table epochs drop column unwatched;
