import { topics } from "@interlude/contracts";
import type { StageDefinition } from "@interlude/stage";

/**
 * The stage that turns the graph into candidate collaborations, each with its reasons. Feedback comes when readers give it
 * and belongs to no epoch.
 */
export const definition: StageDefinition = {
  service: "scoring",
  inputs: [topics.catalogArtists, topics.graphDeltas, topics.graphArtists, topics.graphDirty],
  unalignedInputs: [topics.candidateFeedback],
  outputs: [topics.linkModels, topics.candidates],
};
