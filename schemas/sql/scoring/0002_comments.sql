-- Up Migration

comment on column artists.artist is 'The artist''s MBID.';
comment on column artists.name is 'Name as in the catalogue.';

comment on column candidates.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column candidates.artist_b is 'MBID of the pair''s second artist.';
comment on column candidates.model_id is 'Model that scored the pair.';

comment on column edges.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column edges.artist_b is 'MBID of the pair''s second artist.';
comment on column edges.weight is 'Distinct recordings whose credit names both.';
comment on column edges.first_recording is 'Lowest MusicBrainz row id among those recordings.';

comment on column models.model_id is 'Names the model on topics, too.';
comment on column models.trained_at_epoch is 'Epoch at whose marker it was trained.';
comment on column models.graph_version is 'Version of the graph that it was trained on.';
comment on column models.model is 'The serialised model, kept as text so that it is read as it was written.';

comment on column scoring_state.only_row is 'Always true: there is one row.';
comment on column scoring_state.graph_version is 'Version of the newest delta that was folded in.';
comment on column scoring_state.model_id is 'Model in use; null before the first training.';

comment on column staged_artists.artist is 'The artist''s MBID.';
comment on column staged_artists.name is 'Name as in the catalogue; null where the artist was withdrawn.';

comment on column staged_deltas.graph_version is 'Version that the delta leads to.';
comment on column staged_deltas.kind is 'What the delta does to the edge: adds, changes or removes it.';
comment on column staged_deltas.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column staged_deltas.artist_b is 'MBID of the pair''s second artist.';
comment on column staged_deltas.weight is 'Weight that the edge has after it; 0 where it is removed.';
comment on column staged_deltas.first_recording is 'Lowest MusicBrainz row id among the pair''s recordings.';

comment on column staged_dirty.artist is 'The artist''s MBID.';

-- Down Migration

comment on column artists.artist is null;
comment on column artists.name is null;
comment on column candidates.artist_a is null;
comment on column candidates.artist_b is null;
comment on column candidates.model_id is null;
comment on column edges.artist_a is null;
comment on column edges.artist_b is null;
comment on column edges.weight is null;
comment on column edges.first_recording is null;
comment on column models.model_id is null;
comment on column models.trained_at_epoch is null;
comment on column models.graph_version is null;
comment on column models.model is null;
comment on column scoring_state.only_row is null;
comment on column scoring_state.graph_version is null;
comment on column scoring_state.model_id is null;
comment on column staged_artists.artist is null;
comment on column staged_artists.name is null;
comment on column staged_deltas.graph_version is null;
comment on column staged_deltas.kind is null;
comment on column staged_deltas.artist_a is null;
comment on column staged_deltas.artist_b is null;
comment on column staged_deltas.weight is null;
comment on column staged_deltas.first_recording is null;
comment on column staged_dirty.artist is null;
