import { topics } from "@interlude/contracts";
import type { StageDefinition } from "@interlude/stage";

/** The stage that maintains the collaboration graph: from the catalogue to deltas of edges and records of artists. */
export const definition: StageDefinition = {
  service: "graph",
  inputs: [topics.catalogArtists, topics.catalogCollaborations],
  outputs: [topics.graphDeltas, topics.graphDirty, topics.graphArtists],
};
