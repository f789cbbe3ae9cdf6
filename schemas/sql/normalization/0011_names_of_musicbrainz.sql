-- Up Migration

-- Mirrors are named as MusicBrainz names the tables, with what belongs to them, and so are the tables of a load that is
-- open. Catalogue changes only.
do $$
declare
  names text[];
  suffix text;
  was text;
  part record;
begin
  foreach names slice 1 in array array[
    ['artists', 'artist'], ['artist_types', 'artist_type'], ['artist_credits', 'artist_credit'],
    ['artist_credit_names', 'artist_credit_name'], ['recordings', 'recording'],
    ['artist_redirects', 'artist_gid_redirect'], ['recording_redirects', 'recording_gid_redirect'],
    ['artist_credit_redirects', 'artist_credit_gid_redirect'], ['urls', 'url'], ['links', 'link'],
    ['link_types', 'link_type'], ['artist_urls', 'l_artist_url'], ['areas', 'area'], ['genders', 'gender'],
    ['genres', 'genre'], ['tags', 'tag'], ['artist_tags', 'artist_tag'],
    ['artist_relationships', 'l_artist_artist'], ['recording_relationships', 'l_artist_recording'],
    ['link_attributes', 'link_attribute'], ['link_attribute_types', 'link_attribute_type'], ['isrcs', 'isrc'],
    ['tracks', 'track'], ['media', 'medium'], ['releases', 'release'], ['release_countries', 'release_country'],
    ['release_unknown_countries', 'release_unknown_country']
  ] loop
    foreach suffix in array array['', '_loading'] loop
      was := names[1] || suffix;
      continue when to_regclass(was) is null;
      execute format('alter table %I rename to %I', was, names[2] || suffix);
      for part in
        select relname as name, 'sequence' as kind
        from pg_depend join pg_class on pg_class.oid = objid and relkind = 'S'
        where refobjid = (names[2] || suffix)::regclass and deptype = 'i'
        union all
        select relname, 'index' from pg_index join pg_class on pg_class.oid = indexrelid
        where indrelid = (names[2] || suffix)::regclass
      loop
        execute format('alter %s %I rename to %I', part.kind, part.name, names[2] || substr(part.name, length(names[1]) + 1));
      end loop;
      for part in
        select conname as name from pg_constraint
        where conrelid = (names[2] || suffix)::regclass and contype = 'n' and starts_with(conname, names[1] || '_')
      loop
        execute format(
          'alter table %I rename constraint %I to %I',
          names[2] || suffix, part.name, names[2] || substr(part.name, length(names[1]) + 1)
        );
      end loop;
    end loop;
  end loop;
end $$;

-- Down Migration
do $$
declare
  names text[];
  suffix text;
  was text;
  part record;
begin
  foreach names slice 1 in array array[
    ['artists', 'artist'], ['artist_types', 'artist_type'], ['artist_credits', 'artist_credit'],
    ['artist_credit_names', 'artist_credit_name'], ['recordings', 'recording'],
    ['artist_redirects', 'artist_gid_redirect'], ['recording_redirects', 'recording_gid_redirect'],
    ['artist_credit_redirects', 'artist_credit_gid_redirect'], ['urls', 'url'], ['links', 'link'],
    ['link_types', 'link_type'], ['artist_urls', 'l_artist_url'], ['areas', 'area'], ['genders', 'gender'],
    ['genres', 'genre'], ['tags', 'tag'], ['artist_tags', 'artist_tag'],
    ['artist_relationships', 'l_artist_artist'], ['recording_relationships', 'l_artist_recording'],
    ['link_attributes', 'link_attribute'], ['link_attribute_types', 'link_attribute_type'], ['isrcs', 'isrc'],
    ['tracks', 'track'], ['media', 'medium'], ['releases', 'release'], ['release_countries', 'release_country'],
    ['release_unknown_countries', 'release_unknown_country']
  ] loop
    foreach suffix in array array['', '_loading'] loop
      was := names[2] || suffix;
      continue when to_regclass(was) is null;
      execute format('alter table %I rename to %I', was, names[1] || suffix);
      for part in
        select relname as name, 'sequence' as kind
        from pg_depend join pg_class on pg_class.oid = objid and relkind = 'S'
        where refobjid = (names[1] || suffix)::regclass and deptype = 'i'
        union all
        select relname, 'index' from pg_index join pg_class on pg_class.oid = indexrelid
        where indrelid = (names[1] || suffix)::regclass
      loop
        execute format('alter %s %I rename to %I', part.kind, part.name, names[1] || substr(part.name, length(names[2]) + 1));
      end loop;
      for part in
        select conname as name from pg_constraint
        where conrelid = (names[1] || suffix)::regclass and contype = 'n' and starts_with(conname, names[2] || '_')
      loop
        execute format(
          'alter table %I rename constraint %I to %I',
          names[1] || suffix, part.name, names[1] || substr(part.name, length(names[2]) + 1)
        );
      end loop;
    end loop;
  end loop;
end $$;
