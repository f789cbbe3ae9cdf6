import { LinkError } from "./errors.js";
import { FEATURE_COUNT, LINK_FEATURES, type PairFeatures, writeLinkFeatures } from "./link-features.js";
import { type LogisticModel, contributions, linearScore, sigmoid } from "./logistic-model.js";

/** What the precision of an operating point was measured against. */
export type Baseline = "balanced" | "prevalence";

/** A promise of precision, or the statement that no threshold keeps it. */
export interface LinkOperatingPoint {
  /** `balanced-90`, `prevalence-80` …: baseline and target in percent. */
  readonly name: string;
  /** `balanced`: as many non-links as links. `prevalence`: all pairs at distance two. */
  readonly measuredAgainst: Baseline;
  /** The precision that the lower bound must reach. */
  readonly target: number;
  /** Smallest calibrated probability that passes, or null when no threshold earns the target. */
  readonly threshold: number | null;
  /** Observed precision, lower bound and recall at the threshold, and how many held-out pairs passed. */
  readonly precision: number | null;
  readonly lowerBound: number | null;
  readonly recall: number | null;
  readonly support: number;
}

/** How a model ranks and how well its probabilities fit, on pairs it was not trained on. */
export interface LinkMetrics {
  readonly measuredAgainst: Baseline;
  readonly pairs: number;
  readonly positives: number;
  readonly baseRate: number;
  readonly auc: number;
  readonly averagePrecision: number;
  readonly precisionAt20: number;
  /**
   * Mean −ln(probability of what happened) over the pairs at distance two, in nats; of the balanced sample with the
   * balanced intercept.
   */
  readonly logLoss: number;
}

/** What one held-out window held. */
export interface WindowCounts {
  readonly fitEdges: number;
  readonly labelEdges: number;
  readonly events: number;
  readonly pairs: number;
  readonly positives: number;
  readonly distantPositives: number;
  readonly unseenPositives: number;
}

/** A trained link model: everything a reader needs to recompute a candidate's probability by hand. */
export interface LinkModel extends LogisticModel {
  /** `link-` and a fingerprint of everything below: equal models have equal ids. */
  readonly id: string;
  /** Names of the features, in the order of the coefficients. */
  readonly features: readonly string[];
  /** The model's date, from which inactivity counts: the newest first recording when it was trained. */
  readonly asOf: number;
  readonly operatingPoints: readonly LinkOperatingPoint[];
  readonly metrics: readonly LinkMetrics[];
  readonly trainedOn: { readonly training: WindowCounts; readonly calibration: WindowCounts };
}

/** What the model says about one pair, and why. */
export interface LinkScore {
  /** Calibrated to all pairs at distance two. */
  readonly probability: number;
  /** intercept + Σ contributions */
  readonly logit: number;
  /** Log-odds that each feature adds, in the order of the model's features. */
  readonly contributions: readonly number[];
}

/**
 * Scores one pair. Throws LINKS_UNKNOWN_FEATURES for a model of other features than this build computes.
 */
export function scorePair(model: LinkModel, pair: PairFeatures): LinkScore {
  checkFeatures(model);
  const row = writeLinkFeatures(pair, new Float64Array(FEATURE_COUNT));
  const score = linearScore(model, row);
  return { probability: sigmoid(score), logit: score, contributions: contributions(model, row) };
}

/** Names of the operating points that a probability passes, in the model's order. */
export function pointsPassed(model: LinkModel, probability: number): string[] {
  return model.operatingPoints
    .filter(({ threshold }) => threshold !== null && probability >= threshold)
    .map(({ name }) => name);
}

/** Throws LINKS_UNKNOWN_FEATURES unless the model's features are those of this build, in this order. */
export function checkFeatures(model: LinkModel): void {
  if (model.features.join() === LINK_FEATURES.map(({ name }) => name).join()) return;
  throw new LinkError(
    "LINKS_UNKNOWN_FEATURES",
    `model ${model.id} needs the features ${model.features.join(", ")}, this build computes ${LINK_FEATURES.map(({ name }) => name).join(", ")}: train a new model`,
  );
}
