/** More versions than a store that was put back to a backup can have published since. */
export const SKIPPED_VERSIONS = 1_000_000_000;

/**
 * What empties the graph's own tables before it is rebuilt from the topics that it reads. Its versions go on above all
 * that it has published: those that are left out show readers of `graph.deltas` that changes are missing, and the
 * snapshot that the rebuild publishes takes the place of all edges that they have.
 */
export const rebuild: readonly string[] = [
  `truncate artists, edges, removed_edges, staged_artists, staged_collaborations, communities, epoch_states,
     snapshots, snapshot_pieces`,
  `update graph_state set graph_version = graph_version + ${SKIPPED_VERSIONS},
     removals_since = graph_version + ${SKIPPED_VERSIONS},
     communities_version = null, communities_begun = null, next_community = 0,
     snapshot_requested = true`,
];

/** Makes the graph publish every edge with its next epoch, for readers of `graph.deltas` that miss changes. */
export const requestSnapshot = "update graph_state set snapshot_requested = true";
