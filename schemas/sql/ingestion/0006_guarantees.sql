-- Up Migration

alter table epoch_files
  drop constraint epoch_files_epoch_fkey,
  add constraint epoch_files_epoch_fkey foreign key (epoch) references epochs on update cascade;

-- Down Migration

alter table epoch_files
  drop constraint epoch_files_epoch_fkey,
  add constraint epoch_files_epoch_fkey foreign key (epoch) references epochs;
