-- Up Migration

alter table epochs add column sent jsonb not null default '{}';
comment on column epochs.sent is 'Row changes and documents that were sent, by topic; empty for epochs before it was counted.';

-- Down Migration

alter table epochs drop column sent;
