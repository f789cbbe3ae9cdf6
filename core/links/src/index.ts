export { clopperPearsonLower } from "./clopper-pearson.js";
export { LinkError, type LinkErrorCode } from "./errors.js";
export {
  averagePrecision,
  logLoss,
  operatingPoint,
  precisionAt,
  precisionRecallCurve,
  rocAuc,
  type OperatingThreshold,
  type PrecisionRecallCurve,
  type PrecisionRecallPoint,
} from "./evaluation.js";
export {
  FEATURE_COUNT,
  readableFeatures,
  transformed,
  LINK_FEATURES,
  writeLinkFeatures,
  type LinkFeature,
  type PairCounts,
  type PairFeatures,
} from "./link-features.js";
export {
  contributions,
  correctPrevalence,
  linearScore,
  logit,
  probability,
  sigmoid,
  type LogisticModel,
} from "./logistic-model.js";
export { fitLogisticRegression, type Design, type LogisticOptions } from "./logistic-regression.js";
export { PairColumns, PairSweep, adamicAdarTerm, type SweepScope } from "./pair-sweep.js";
export { splitByEvent, type DatedEdge } from "./event-windows.js";
export { holdOut, type HoldOut, type HoldOutOptions } from "./hold-out.js";
export {
  checkFeatures,
  pointsPassed,
  scorePair,
  type Baseline,
  type LinkMetrics,
  type LinkModel,
  type LinkOperatingPoint,
  type LinkScore,
  type WindowCounts,
} from "./link-model.js";
export { PairSample, type LabelledRows } from "./pair-sample.js";
export { OPERATING_POINT_NAMES, trainLinkModel, type TrainingOutcome } from "./train-link-model.js";
export { earnedPoint, setGate, type CandidateGate } from "./candidate-gate.js";
export { CandidateFinder, allCandidates, compareCandidates, type Candidate } from "./candidates.js";
export { candidateRecord, reasonsOf, type CandidateRecord, type Reason } from "./candidate-record.js";
export { Activity, dateOf } from "./activity.js";
