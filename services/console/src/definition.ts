import { topics } from "@interlude/contracts";
import type { StageDefinition } from "@interlude/stage";

/**
 * The last stage: it reads what the others found and publishes nothing but what readers think of it. Edges come first: they explain candidates.
 * Tracks are shown when they come: candidates do not wait while a generator trains. So is what ingestion does, which
 * is no part of any epoch.
 */
export const definition: StageDefinition = {
  service: "console",
  inputs: [topics.graphDeltas, topics.graphArtists, topics.candidates],
  unalignedInputs: [topics.syntheticTracks, topics.ingestionStatus],
  outputs: [topics.candidateFeedback],
};
