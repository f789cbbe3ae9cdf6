-- Up Migration

comment on column artists.artist is 'The artist''s MBID.';
comment on column artists.name is 'Name as in the catalogue.';
comment on column artists.degree is 'Number of collaborators.';
comment on column artists.weighted_degree is 'Sum of the weights of the artist''s edges.';
comment on column artists.popularity is '0 to 100, from the newest snapshot; null where no provider knows the artist.';
comment on column artists.graph_version is 'Version of the graph when the artist was published.';

comment on column candidates.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column candidates.artist_b is 'MBID of the pair''s second artist.';
comment on column candidates.probability is 'Calibrated probability that the two record together.';
comment on column candidates.operating_points is 'Names of the operating points that the candidate passes.';
comment on column candidates.words is 'Words of both names, for search by prefix.';

comment on column changes.id is 'Number of the change, from 1.';
comment on column changes.event is 'Name of the event that browsers get.';
comment on column changes.epoch is 'Epoch that brought the change.';
comment on column changes.data is 'What the event carries.';

comment on column edges.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column edges.artist_b is 'MBID of the pair''s second artist.';
comment on column edges.weight is 'Distinct recordings whose credit names both.';
comment on column edges.graph_version is 'Version of the delta that wrote the edge.';

comment on column epochs.epoch is 'Number of the step of the stream.';
comment on column epochs.sequence is 'Replication sequence that the stream reached with it; null until ingestion said so.';
comment on column epochs.kind is 'dump, packet or features; null until ingestion said so.';
comment on column epochs.ingested_at is 'When ingestion published it; null until it said so.';
comment on column epochs.edges_added is 'Edges that appeared in it.';
comment on column epochs.edges_changed is 'Edges whose weight changed in it.';
comment on column epochs.edges_removed is 'Edges that went in it.';
comment on column epochs.artists_written is 'Artists of the graph that were published in it.';
comment on column epochs.artists_withdrawn is 'Artists of the graph that were withdrawn in it.';
comment on column epochs.candidates_appeared is 'Candidates that appeared in it.';
comment on column epochs.candidates_changed is 'Candidates that changed in a way a reader can see.';
comment on column epochs.candidates_withdrawn is 'Candidates that were withdrawn in it.';
comment on column epochs.tracks_written is 'Synthetic tracks that were published in it.';
comment on column epochs.tracks_withdrawn is 'Synthetic tracks that were withdrawn in it.';

comment on column operating_points.name is 'Name of the point, as balanced-80.';
comment on column operating_points.candidates is 'Candidates that pass it.';

comment on column synthetic_tracks.artist_a is 'MBID of the pair''s first artist, the lesser of the two.';
comment on column synthetic_tracks.artist_b is 'MBID of the pair''s second artist.';
comment on column synthetic_tracks.sample is 'Number of the track among the pair''s, from 0.';
comment on column synthetic_tracks.body is 'The record as it was published.';
comment on column synthetic_tracks.graph_version is 'Version of the graph when the track was drawn.';

comment on column totals.only_row is 'Always true: there is one row.';
comment on column totals.last_change is 'Newest id of changes; 0 before the first.';
comment on column totals.artists is 'Rows of artists.';
comment on column totals.edges is 'Rows of edges.';
comment on column totals.candidates is 'Rows of candidates.';
comment on column totals.synthetic_tracks is 'Rows of synthetic_tracks.';

-- Down Migration

comment on column artists.artist is null;
comment on column artists.name is null;
comment on column artists.degree is null;
comment on column artists.weighted_degree is null;
comment on column artists.popularity is null;
comment on column artists.graph_version is null;
comment on column candidates.artist_a is null;
comment on column candidates.artist_b is null;
comment on column candidates.probability is null;
comment on column candidates.operating_points is null;
comment on column candidates.words is null;
comment on column changes.id is null;
comment on column changes.event is null;
comment on column changes.epoch is null;
comment on column changes.data is null;
comment on column edges.artist_a is null;
comment on column edges.artist_b is null;
comment on column edges.weight is null;
comment on column edges.graph_version is null;
comment on column epochs.epoch is null;
comment on column epochs.sequence is null;
comment on column epochs.kind is null;
comment on column epochs.ingested_at is null;
comment on column epochs.edges_added is null;
comment on column epochs.edges_changed is null;
comment on column epochs.edges_removed is null;
comment on column epochs.artists_written is null;
comment on column epochs.artists_withdrawn is null;
comment on column epochs.candidates_appeared is null;
comment on column epochs.candidates_changed is null;
comment on column epochs.candidates_withdrawn is null;
comment on column epochs.tracks_written is null;
comment on column epochs.tracks_withdrawn is null;
comment on column operating_points.name is null;
comment on column operating_points.candidates is null;
comment on column synthetic_tracks.artist_a is null;
comment on column synthetic_tracks.artist_b is null;
comment on column synthetic_tracks.sample is null;
comment on column synthetic_tracks.body is null;
comment on column synthetic_tracks.graph_version is null;
comment on column totals.only_row is null;
comment on column totals.last_change is null;
comment on column totals.artists is null;
comment on column totals.edges is null;
comment on column totals.candidates is null;
comment on column totals.synthetic_tracks is null;
