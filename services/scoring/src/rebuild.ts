/** What empties scoring's own tables before it is rebuilt from the topics that it reads. */
export const rebuild: readonly string[] = [
  `truncate edges, removed_edges, epoch_states, artists, staged_artists, staged_dirty, candidates, models,
     scoring_state`,
  "insert into scoring_state default values",
];
