import { shadowOf } from "./mirror/load/shadow-table.js";
import { mirrors } from "./mirror/mirror-tables.js";

const MIRRORS = Object.values(mirrors).map(({ table }) => table);
const FEATURES = ["low_level_features", "popularity_snapshots", "recording_features", "track_features"];
const DERIVED = [
  "acoustic_features",
  "artist_collaborations",
  "artist_popularity",
  "credit_artists",
  "credit_pairs",
  "credit_usage",
  "derivation",
  "dirty",
  "oversized_credits",
  "popularity_distribution",
  "published_artists",
  "published_tracks",
  "relationship_evidence",
  "relationship_pairs",
];

/**
 * What empties normalization's own tables before it is rebuilt from the topics that it reads. A dump whose load was not
 * completed is loaded again from its first row. Rows of one that was come as those of packets do: the end of its epoch is
 * long past.
 */
export const rebuild: readonly string[] = [
  `drop table if exists ${MIRRORS.map(shadowOf).join(", ")}`,
  "delete from mirror_loads where not completed",
  `truncate ${[...MIRRORS, ...FEATURES, ...DERIVED].join(", ")}`,
];
