-- Up Migration

-- Records for one partition are kept and sent together: a row for each costs more than what is in it.
alter table outbox add column count integer not null default 1;
alter table outbox add column records bytea;
update outbox set records =
  int4send(coalesce(octet_length(key), -1)) || coalesce(key, '') ||
  int4send(coalesce(octet_length(value), -1)) || coalesce(value, '');
alter table outbox drop column key, drop column value,
  alter column count drop default, alter column records set not null;
-- Batches are made to fit a page: neither compressed nor moved out of their rows.
alter table outbox alter column records set storage external;
alter table outbox set (toast_tuple_target = 8160);
comment on table outbox is 'Records to send, in order of id; written in the transaction of the rows that caused them. A row has some for one partition.';
comment on column outbox.headers is 'Headers of every record: epoch, marker, trace.';
comment on column outbox.count is 'How many records.';
comment on column outbox.records is 'Key and value of each, the value in the registry''s wire format: their lengths in four bytes, -1 for none, before their bytes.';

-- Down Migration

create table outbox_records as
  with recursive field (id, number, bytes, rest) as (
    select id, 0, null::bytea, records from outbox
    union all
    select id, number + 1,
      case when length >= 0 then substr(rest, 5, length) end, substr(rest, 5 + greatest(length, 0))
    from field, lateral (select ('x' || encode(substr(rest, 1, 4), 'hex'))::bit(32)::integer as length) as head
    where octet_length(rest) > 0
  )
  select topic, partition, headers, key.bytes as key, value.bytes as value, id, key.number
  from outbox join field key using (id) join field value using (id)
  where key.number % 2 = 1 and value.number = key.number + 1;
delete from outbox;
alter table outbox drop column count, drop column records, add column key bytea, add column value bytea;
alter table outbox reset (toast_tuple_target);
insert into outbox (topic, partition, key, value, headers)
  select topic, partition, key, value, headers from outbox_records order by id, number;
drop table outbox_records;
comment on table outbox is 'Records to send, in order of id; written in the transaction of the rows that caused them.';
comment on column outbox.key is 'Key of the record.';
comment on column outbox.value is 'Value in the registry''s wire format; null is a tombstone.';
comment on column outbox.headers is 'Headers of the record: epoch, marker, trace.';
