-- Up Migration

comment on column epoch_files.fingerprint is
  'Size and time of the file when it was last seen to have this sha256, and of features the day that the file beside it says: it is not hashed again until they change.';
comment on column epoch_files.sha256 is
  'Hash of the file, hexadecimal; null until it was read whole, empty if it changed while its epoch was open, so that what was sent may be of two versions and it is read again.';

-- Down Migration

comment on column epoch_files.sha256 is 'Hash of the file, hexadecimal; null until it was read whole.';
comment on column epoch_files.fingerprint is
  'Size and time of the file when it was last seen to have this sha256: it is not hashed again until they change.';
