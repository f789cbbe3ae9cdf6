-- Up Migration

-- Rows stay as they are: a record without headers of its own is written as before.
comment on column outbox.headers is 'Headers that all records of the row have: epoch, marker, trace.';
comment on column outbox.records is 'Key and value of each, the value in the registry''s wire format: their lengths in four bytes, -1 for none, before their bytes. Headers of a record''s own come before its key: -2 in four bytes, and their JSON as another such field.';

-- Down Migration

-- A record a row, with its own headers among the row's.
create table outbox_records as
  with recursive field (id, number, part, length, start, next, records) as (
    select id, 0, 'value', 0, 1, 1, records from outbox
    union all
    select id,
      case part when 'value' then number + 1 else number end,
      case when head.length = -2 then 'mark'
        when part = 'mark' then 'headers'
        when part = 'key' then 'value'
        else 'key' end,
      head.length, next + 4, next + 4 + greatest(head.length, 0), records
    from field,
      lateral (select ('x' || encode(substr(records, next, 4), 'hex'))::bit(32)::integer as length) as head
    where next <= octet_length(records)
  )
  select outbox.id, key.number, topic, partition,
    coalesce(convert_from(substr(key.records, own.start, own.length), 'UTF8')::jsonb, '{}') || headers as headers,
    substr(key.records, key.start - 4, value.next - key.start + 4) as records
  from outbox join field key using (id) join field value using (id, number)
  left join field own on own.id = key.id and own.number = key.number and own.part = 'headers'
  where key.part = 'key' and value.part = 'value';
delete from outbox;
insert into outbox (topic, partition, headers, count, records)
  select topic, partition, headers, 1, records from outbox_records order by id, number;
drop table outbox_records;
comment on column outbox.headers is 'Headers of every record: epoch, marker, trace.';
comment on column outbox.records is 'Key and value of each, the value in the registry''s wire format: their lengths in four bytes, -1 for none, before their bytes.';
