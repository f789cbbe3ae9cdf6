import { topics } from "@interlude/contracts";
import type { StageDefinition } from "@interlude/stage";

/** The stage that keeps the collaboration graph: from who recorded with whom to where everybody stands in it. */
export const definition: StageDefinition = {
  service: "graph",
  inputs: [topics.catalogArtists, topics.catalogCollaborations],
  outputs: [topics.graphDeltas, topics.graphDirty, topics.graphArtists],
};
