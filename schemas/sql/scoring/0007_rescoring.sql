-- Up Migration

create table rescoring (
  only_row boolean primary key default true check (only_row),
  model_id text references models,
  epoch bigint not null,
  sequence bigint not null,
  at bigint not null,
  total bigint not null,
  done bigint not null default 0,
  last_artist uuid
);
comment on table rescoring is 'The rescoring of all pairs that goes on in the background, if one does: behind live work, artist by artist in the order of MBIDs. Each pair belongs to its first artist.';
comment on column rescoring.only_row is 'Always true: there is one row at most.';
comment on column rescoring.model_id is 'Model that it is for.';
comment on column rescoring.epoch is 'Epoch whose completion called for it: pairs that it finds are candidates from then on.';
comment on column rescoring.sequence is 'Replication sequence of that epoch.';
comment on column rescoring.at is 'Unix time in milliseconds at which ingestion finished that epoch.';
comment on column rescoring.total is 'Artists of the graph when it began.';
comment on column rescoring.done is 'Artists whose pairs have been scored anew.';
comment on column rescoring.last_artist is 'The last of them; null while there is none.';

-- Down Migration

-- Pairs that have not been reached are scored anew with the next epoch.
update scoring_state set rescore_all = true where exists (select from rescoring);
drop table rescoring;
