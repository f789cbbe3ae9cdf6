-- Up Migration

comment on column artists.artist is 'The artist''s MBID.';
comment on column artists.name is 'Name as in the catalogue.';
comment on column artists.popularity is '0 to 100, from the newest snapshot; null where no provider knows the artist.';

comment on column edges.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column edges.artist_b is 'MBID of the pair''s second artist.';

comment on column graph_state.only_row is 'Always true: there is one row.';
comment on column graph_state.graph_version is 'Rises by one with every delta; 0 before the first.';

comment on column staged_artists.artist is 'The artist''s MBID.';
comment on column staged_artists.name is 'Name as in the catalogue; null where the artist was withdrawn.';
comment on column staged_artists.popularity is '0 to 100, from the newest snapshot; null where no provider knows the artist.';

comment on column staged_collaborations.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column staged_collaborations.artist_b is 'MBID of the pair''s second artist.';
comment on column staged_collaborations.weight is 'Distinct recordings whose credit names both; null where the pair was withdrawn.';
comment on column staged_collaborations.first_recording is 'Lowest MusicBrainz row id among those recordings; null where the pair was withdrawn.';

-- Down Migration

comment on column artists.artist is null;
comment on column artists.name is null;
comment on column artists.popularity is null;
comment on column edges.artist_a is null;
comment on column edges.artist_b is null;
comment on column graph_state.only_row is null;
comment on column graph_state.graph_version is null;
comment on column staged_artists.artist is null;
comment on column staged_artists.name is null;
comment on column staged_artists.popularity is null;
comment on column staged_collaborations.artist_a is null;
comment on column staged_collaborations.artist_b is null;
comment on column staged_collaborations.weight is null;
comment on column staged_collaborations.first_recording is null;
