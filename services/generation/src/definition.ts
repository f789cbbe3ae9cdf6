import { topics } from "@interlude/contracts";
import type { StageDefinition } from "@interlude/stage";

/** Joins candidates with their artists of the graph; learns from the catalogue's tracks. */
export const definition: StageDefinition = {
  service: "generation",
  inputs: [topics.catalogTracks, topics.catalogCollaborations, topics.graphArtists, topics.candidates],
  outputs: [topics.syntheticTracks, topics.generationModels],
};
