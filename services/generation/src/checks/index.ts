export { pendingGeneration } from "./pending-work.js";
export { verifyGenerationTopics } from "./verify-generation-topics.js";
export { verifySyntheticTracks } from "./verify-synthetic-tracks.js";
export { rebuild as generationRebuild } from "../rebuild.js";
