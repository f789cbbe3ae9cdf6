export {
  type RowSource,
  type StoredCollaboration,
  recomputeCollaborations,
  storedCollaborations,
} from "./verify/collaborations.js";
