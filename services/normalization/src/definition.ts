import { tableTopics, topics } from "@interlude/contracts";
import type { StageDefinition } from "@interlude/infra-streaming";

/** The stage that turns row changes and features into the catalogue: artists, collaborations, tracks. */
export const definition: StageDefinition = {
  service: "normalization",
  inputs: [...tableTopics.values(), topics.highLevelDocuments, topics.popularitySignals],
  outputs: [topics.catalogArtists, topics.catalogCollaborations, topics.catalogTracks],
};
