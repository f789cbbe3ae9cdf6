export { pendingScoring } from "./pending-work.js";
export { verifyArtistFacts } from "./verify-artist-facts.js";
export { scoringRules } from "./rules.js";
export { type ScoredPairRow, scoredPairs } from "./scored-pairs.js";
export { verifyCandidates } from "./verify-candidates.js";
export { verifyKnownPairs } from "./verify-known-pairs.js";
export { verifyScoringTopics } from "./verify-scoring-topics.js";
export { rebuild as scoringRebuild } from "../rebuild.js";
