-- Up Migration

alter table epochs add column omissions jsonb not null default '[]';
comment on column epochs.omissions is
  'What was not taken in as it is, by file and reason: rows that were set aside and values that are kept as null.';
create index epochs_with_omissions on epochs (epoch) where omissions <> '[]';

create table omitted_files (
  file text not null,
  code text not null,
  reason text not null,
  primary key (file, code)
);
comment on table omitted_files is 'Files of the source folder that are left alone, as of the newest look at it.';
comment on column omitted_files.file is 'File name without folder.';
comment on column omitted_files.code is 'Stable code of the reason.';
comment on column omitted_files.reason is 'Why it is left alone, and what to do.';

-- Down Migration

drop table omitted_files;
drop index epochs_with_omissions;
alter table epochs drop column omissions;
