-- Up Migration

create table artist_facts (
  artist uuid primary key,
  genres text[] not null,
  begin_year integer,
  end_year integer,
  popularity double precision,
  country text,
  community integer,
  epoch bigint not null
);
comment on table artist_facts is 'What features of pairs read of an artist beside the graph. One of whom nothing is known any more keeps its row, so that a replica sees it change.';
comment on column artist_facts.artist is 'The artist''s MBID.';
comment on column artist_facts.genres is 'Genres with most votes, from catalog.artists; in alphabetical order.';
comment on column artist_facts.begin_year is 'Year of birth or foundation, from catalog.artists; null where it is not known.';
comment on column artist_facts.end_year is 'Year of death or dissolution, from catalog.artists; null where it is not known or has not come.';
comment on column artist_facts.popularity is 'Share of artists that are less popular, 0 to 1, from catalog.artists; null where it is not known.';
comment on column artist_facts.country is 'Country by name, from catalog.artists; null where it is not known.';
comment on column artist_facts.community is 'Community in the graph, from graph.artists; null where it is not known.';
comment on column artist_facts.epoch is 'Epoch that made the row what it is.';
create index artist_facts_by_epoch on artist_facts (epoch);

create table staged_artist_facts (
  artist uuid primary key,
  from_catalogue boolean not null default false,
  genres text[] not null default '{}',
  begin_year integer,
  end_year integer,
  popularity double precision,
  country text,
  from_graph boolean not null default false,
  community integer
);
comment on table staged_artist_facts is 'Facts of artists that the open epoch brought, the newest of each artist; nothing is known of one that was withdrawn.';
comment on column staged_artist_facts.artist is 'The artist''s MBID.';
comment on column staged_artist_facts.from_catalogue is 'Whether catalog.artists brought genres to country.';
comment on column staged_artist_facts.genres is 'As in artist_facts.';
comment on column staged_artist_facts.begin_year is 'As in artist_facts.';
comment on column staged_artist_facts.end_year is 'As in artist_facts.';
comment on column staged_artist_facts.popularity is 'As in artist_facts.';
comment on column staged_artist_facts.country is 'As in artist_facts.';
comment on column staged_artist_facts.from_graph is 'Whether graph.artists brought the community.';
comment on column staged_artist_facts.community is 'As in artist_facts.';

-- Down Migration

drop table staged_artist_facts;
drop table artist_facts;
