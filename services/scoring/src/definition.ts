import { topics } from "@interlude/contracts";
import type { StageDefinition } from "@interlude/stage";

/** The stage that turns the graph into candidate collaborations, each with its reasons. */
export const definition: StageDefinition = {
  service: "scoring",
  inputs: [topics.graphDeltas, topics.graphArtists, topics.graphDirty],
  outputs: [topics.linkModels, topics.candidates],
};
