-- Up Migration

alter table artists add column attributes jsonb;
alter table staged_artists add column attributes jsonb;
comment on column artists.attributes is 'Genres, country, type and gender, from which the attribute vector is made; null until the catalogue has said.';
comment on column staged_artists.attributes is 'Genres, country, type and gender; null where the artist was withdrawn.';

-- Down Migration

alter table staged_artists drop column attributes;
alter table artists drop column attributes;
