/**
 * What empties the console's own tables before it is rebuilt from the topics that it reads. What former epochs did stays,
 * and so does the feedback that readers gave; changes get new numbers, so that a page that is open notices.
 */
export const rebuild: readonly string[] = [
  "truncate artists, edges, candidates, operating_points, synthetic_tracks, changes",
  "update totals set artists = 0, edges = 0, candidates = 0, synthetic_tracks = 0",
  "update graph_position set graph_version = 0, deltas_missing = false",
];
