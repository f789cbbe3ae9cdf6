/**
 * Columns of MusicBrainz tables that no consumer looks at: an update that changes nothing else is counted by ingestion
 * and not sent. A consumer that begins to read one takes it out of here; a test of normalization sees where one forgets.
 */
export const UNWATCHED_COLUMNS: ReadonlySet<string> = new Set([
  "child_order",
  "created",
  "edits_pending",
  "last_updated",
  "link_order",
  "ref_count",
  "track_count",
]);
