export { mirrors } from "./mirror/mirror-tables.js";
export {
  type RowSource,
  type StoredCollaboration,
  recomputeCollaborations,
  storedCollaborations,
} from "./verify/collaborations.js";
