export { type CandidateRecord, candidateRecord } from "./candidate-record.js";
export { type Candidate, CandidateFinder, allCandidates, compareCandidates } from "./candidates.js";
export {
  type DecisionThreshold,
  chooseDecisionThreshold,
  selectOperatingPoint,
} from "./decision-threshold.js";
export type { DatedEdge } from "./event-windows.js";
export { ArtistFacts, type FactsOfArtist, type SharedFacts } from "./facts/artist-facts.js";
export { type Evidence, hasRisen } from "./feedback.js";
export { LINK_FEATURES } from "./link-features.js";
export { type LinkModel, hasKnownFeatures } from "./link-model.js";
export { OPERATING_POINT_NAMES } from "./operating-points.js";
export { trainLinkModel } from "./train-link-model.js";
export { TwoHopPairs } from "./two-hop-pairs.js";
export { readEdgeLists } from "./evaluate/edge-list.js";
export { type LinkEvaluation, evaluateLinks } from "./evaluate/evaluate-links.js";
export { figureText } from "./evaluate/figure-text.js";
export { htmlReport } from "./evaluate/html-report.js";
export { PROTOCOLS, type Protocol } from "./evaluate/protocols.js";
