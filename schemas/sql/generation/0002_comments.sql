-- Up Migration

comment on column artists.artist is 'The artist''s MBID.';
comment on column artists.degree is 'Number of collaborators.';
comment on column artists.popularity is '0 to 100, from the newest snapshot; null where no provider knows the artist.';

comment on column candidates.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column candidates.artist_b is 'MBID of the pair''s second artist.';
comment on column candidates.graph_version is 'Version of the graph when the candidate last changed.';

comment on column digests.artist is 'The artist''s MBID.';
comment on column digests.degree is 'Number of collaborators, as far as the model looks at it.';
comment on column digests.popularity is 'Popularity, as far as the model looks at it; null where unknown.';

comment on column models.model_id is 'Names the model on topics, too.';
comment on column models.trained_at_epoch is 'Epoch at whose marker it was trained.';
comment on column models.backend is 'TensorFlow backend that it was trained on.';

comment on column synthetic_tracks.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column synthetic_tracks.artist_b is 'MBID of the pair''s second artist.';
comment on column synthetic_tracks.sample is 'Number of the track among the pair''s, from 0.';
comment on column synthetic_tracks.model_id is 'Model that the track was drawn from.';
comment on column synthetic_tracks.graph_version is 'Version of the graph when the track was drawn.';

comment on column totals.only_row is 'Always true: there is one row.';
comment on column totals.tracks is 'Rows of tracks.';
comment on column totals.candidates is 'Rows of candidates.';
comment on column totals.synthetic_tracks is 'Rows of synthetic_tracks.';

comment on column touched_artists.artist is 'The artist''s MBID.';

comment on column touched_candidates.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column touched_candidates.artist_b is 'MBID of the pair''s second artist.';

comment on column tracks.recording is 'MBID of the recording.';

-- Down Migration

comment on column artists.artist is null;
comment on column artists.degree is null;
comment on column artists.popularity is null;
comment on column candidates.artist_a is null;
comment on column candidates.artist_b is null;
comment on column candidates.graph_version is null;
comment on column digests.artist is null;
comment on column digests.degree is null;
comment on column digests.popularity is null;
comment on column models.model_id is null;
comment on column models.trained_at_epoch is null;
comment on column models.backend is null;
comment on column synthetic_tracks.artist_a is null;
comment on column synthetic_tracks.artist_b is null;
comment on column synthetic_tracks.sample is null;
comment on column synthetic_tracks.model_id is null;
comment on column synthetic_tracks.graph_version is null;
comment on column totals.only_row is null;
comment on column totals.tracks is null;
comment on column totals.candidates is null;
comment on column totals.synthetic_tracks is null;
comment on column touched_artists.artist is null;
comment on column touched_candidates.artist_a is null;
comment on column touched_candidates.artist_b is null;
comment on column tracks.recording is null;
