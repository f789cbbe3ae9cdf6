/**
 * What empties scoring's own tables before it is rebuilt from the topics that it reads. The model stays, which was trained
 * on the graph as it was then: the same pairs are candidates afterwards, and all are scored again.
 */
export const rebuild: readonly string[] = [
  `truncate edges, removed_edges, superseded_edges, superseded_artist_facts, added_edges, epoch_states, artists, staged_artists, artist_facts, staged_artist_facts, staged_dirty,
     scored_pairs, scored_pair_totals, rescoring, staged_feedback, feedback`,
  "update scoring_state set graph_version = 0, deltas_missing = false, removals_since = 0, rescore_all = true",
  // What it was to learn from is gone.
  "delete from trainings where state in ('pending', 'fitted')",
];
