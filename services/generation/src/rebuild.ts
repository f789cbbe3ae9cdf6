/**
 * What empties generation's own tables before it is rebuilt from the topics that it reads. The model stays: it makes the
 * same tracks again.
 */
export const rebuild: readonly string[] = [
  `truncate tracks, artist_profiles, artist_years, artists, collaborators, candidates, touched_artists, touched_candidates,
     conditioning_features, synthetic_tracks, kept_epoch, superseded_rows, training_checkpoints`,
  // What it was to learn from is gone; it is due again.
  "delete from trainings where state in ('pending', 'fitted')",
  "update models_state set tracks_at_training = (select tracks from trainings order by number desc limit 1)",
  "update totals set tracks = 0, candidates = 0, synthetic_tracks = 0",
];
