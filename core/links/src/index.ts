export { type CandidateRecord, type RecordContext, candidateRecord } from "./candidate-record.js";
export {
  type Candidate,
  CandidateFinder,
  type GraphWorld,
  allCandidates,
  compareCandidates,
} from "./candidates.js";
export { type AttributeChange, AttributeCells } from "./cold-start/attribute-cells.js";
export { decisionThresholds, selectDecisionThreshold, selectOperatingPoint } from "./decision-threshold.js";
export type { DatedEdge } from "./event-windows.js";
export { ArtistFacts, type FactsOfArtist, type SharedFacts } from "./facts/artist-facts.js";
export type { JudgedPair, TrainingFeedback } from "./fitting/feedback-rows.js";
export { type Evidence, hasRisen } from "./feedback.js";
export { worldOf } from "./features/graph-world.js";
export type { LinkFeature } from "./features/link-feature.js";
export { LINK_FEATURES, MODEL_FEATURES } from "./features/link-features.js";
export type { PairWorld } from "./features/pair-world.js";
export { Recency } from "./features/recency.js";
export { lowestProbability, reaches, staysNear } from "./hysteresis.js";
export { type DecisionThreshold, type LinkModel } from "./link-model.js";
export { sigmoid } from "./logistic-model.js";
export { type Admission, type KeptModel, admitModel } from "./model/admission.js";
export { type ModelComparison, compareModels } from "./model/compare-models.js";
export { canonicalJson, contentHash } from "./model/content-hash.js";
export { type CoefficientReport, type ModelReport } from "./model/model-report.js";
export { type Surprise, hasDrifted, surpriseOf } from "./model/drift.js";
export { PRIOR_MODEL, isPriorModel } from "./model/prior-model.js";
export { type ChallengerOutcome, trainChallenger } from "./model/train-challenger.js";
export { OPERATING_POINT_NAMES } from "./operating-points.js";
export { PROBABILITY_MEANING } from "./probability-meaning.js";
export { type TrainingOutcome, trainLinkModel } from "./train-link-model.js";
export { PairScorer, walksOf } from "./pair-scorer.js";
export { adamicAdar } from "./pairs/adamic-adar.js";
export { type PairWalks, TwoHopPairs } from "./pairs/two-hop-pairs.js";
export { readEdgeLists } from "./evaluate/edge-list.js";
export { type LinkEvaluation, evaluateLinks } from "./evaluate/evaluate-links.js";
export { figureText } from "./evaluate/figure-text.js";
export { htmlReport } from "./evaluate/html-report.js";
export { PROTOCOLS, type Protocol } from "./evaluate/protocols.js";
export { openWorld } from "./features/open-world.js";
export { GatheredLogits, type LogitColumns, logitColumns } from "./logit-columns.js";
export { type LogitSource, PairLogits } from "./pair-logits.js";
