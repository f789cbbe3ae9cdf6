export type { ColumnType } from "./mirror/mirror-table.js";
export { mirrors } from "./mirror/mirror-tables.js";
export {
  type RowSource,
  type StoredCollaboration,
  recomputeCollaborations,
  storedCollaborations,
} from "./verify/collaborations.js";
export { type DerivedFinding, verifyDerivedTables } from "./verify/derived-tables.js";
export { storedArtists, storedTracks } from "./verify/published.js";
