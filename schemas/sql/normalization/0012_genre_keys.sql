-- Up Migration

-- Tags of one name are one genre, whatever the case of its letters. The key is written with the row from now on; what is
-- there gets it from PostgreSQL, and so do the tables of a load that is open.
do $$
declare
  name text;
begin
  foreach name in array array['tag', 'genre', 'tag_loading', 'genre_loading'] loop
    continue when to_regclass(name) is null;
    execute format('alter table %I add column genre_key text', name);
    execute format('update %I set genre_key = normalize(lower(name))', name);
    execute format('alter table %I alter column genre_key set not null', name);
    execute format('comment on column %I.genre_key is %L', name, 'The name in lower case and in one form of Unicode: tags and genres with one are the same.');
  end loop;
end $$;
drop index tag_name;
drop index genre_name;
-- By hash: names are of any length.
create index tag_genre_key on tag using hash (genre_key);
create index genre_genre_key on genre using hash (genre_key);

-- What is marked was marked by name, and what was derived may be another genre or other votes now.
update dirty set key = normalize(lower(key)) where kind = 'genre';
insert into dirty (kind, key)
select 'genre', genre_key from tag join genre using (genre_key)
where not tag.deleted and not genre.deleted
group by genre_key having count(distinct tag.id) > 1 or bool_or(tag.name <> genre.name);

-- Down Migration
drop index genre_genre_key;
drop index tag_genre_key;
do $$
declare
  name text;
begin
  foreach name in array array['tag', 'genre', 'tag_loading', 'genre_loading'] loop
    continue when to_regclass(name) is null;
    execute format('alter table %I drop column genre_key', name);
  end loop;
end $$;
create index tag_name on tag (name);
create index genre_name on genre (name);
