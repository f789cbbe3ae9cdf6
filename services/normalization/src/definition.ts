import { topics } from "@interlude/contracts";
import type { StageDefinition } from "@interlude/stage";
import { mirrors } from "./mirror/mirror-tables.js";

const mirroredTopics = Object.values(mirrors).map(({ topic }) => topic);

/** The stage that turns row changes and features into the catalogue: artists, collaborations, tracks. */
export const definition: StageDefinition = {
  service: "normalization",
  inputs: [
    ...mirroredTopics,
    topics.highLevelDocuments,
    topics.lowLevelFeatures,
    topics.popularitySignals,
    topics.trackFeatures,
  ],
  outputs: [topics.catalogArtists, topics.catalogCollaborations, topics.catalogTracks],
};
