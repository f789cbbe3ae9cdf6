import { LinkError } from "./errors.js";
import { FEATURE_NAMES } from "./features/link-features.js";
import type { LogisticModel } from "./logistic-model.js";
import type { KnownRecall } from "./model/known-recall.js";
import type { ModelReport } from "./model/model-report.js";

/** Layout of {@link LinkModel}: a stored model of another one is not served. */
export const LINK_MODEL_SCHEMA = 2;

/** What the precision of an operating point was measured against. */
export type Baseline = "balanced" | "prevalence";

/** A threshold with its measured precision, or the statement that no threshold reaches the target. */
export interface LinkOperatingPoint {
  /** `balanced-90`, `prevalence-80` …: baseline and target in percent. */
  readonly name: string;
  /** `balanced`: as many non-links as links. `prevalence`: all pairs at distance two. */
  readonly measuredAgainst: Baseline;
  /** The precision that the lower bound must reach. */
  readonly target: number;
  /** Smallest calibrated probability that passes, or null if no threshold reaches the target. */
  readonly threshold: number | null;
  /** Observed precision, lower bound and recall at the threshold, and how many held-out pairs passed. */
  readonly precision: number | null;
  readonly lowerBound: number | null;
  readonly recall: number | null;
  readonly support: number;
}

/** How well a model ranks and is calibrated, on pairs it was not trained on. */
export interface LinkMetrics {
  readonly measuredAgainst: Baseline;
  readonly pairs: number;
  readonly positives: number;
  readonly baseRate: number;
  readonly auc: number;
  readonly averagePrecision: number;
  readonly precisionAt20: number;
  /**
   * Mean −ln(probability of what happened) in nats; of the balanced sample with the prior corrected to its share of links.
   */
  readonly logLoss: number;
}

/** What one held-out window held. */
export interface WindowCounts {
  readonly fitEdges: number;
  readonly labelEdges: number;
  readonly events: number;
  /** Share of the artists whose pairs were looked at: all unless there are too many pairs. */
  readonly share: number;
  /** Pairs at distance two of those artists, and how many of them recorded together in the window. */
  readonly pairs: number;
  readonly positives: number;
  /** New edges between artists that are farther apart, and with an artist that the past has not seen. */
  readonly distantPositives: number;
  readonly unseenPositives: number;
}

/** Of a model that was not trained. */
export const NO_WINDOW_COUNTS: WindowCounts = {
  fitEdges: 0,
  labelEdges: 0,
  events: 0,
  share: 1,
  pairs: 0,
  positives: 0,
  distantPositives: 0,
  unseenPositives: 0,
};

/** The probability at which a pair is published as a candidate. */
export interface DecisionThreshold {
  /** Name of the operating point whose precision the candidates have. */
  readonly operatingPoint: string;
  /** At least the threshold of that point. */
  readonly probability: number;
}

/** A link model: everything a reader needs to recompute a candidate's probability by hand. */
export interface LinkModel extends LogisticModel {
  /** `link-` and a fingerprint of everything below: equal models have equal ids. */
  readonly id: string;
  readonly schema: typeof LINK_MODEL_SCHEMA;
  /** Names of the features, in the order of the coefficients. */
  readonly features: readonly string[];
  /** The model's date, from which recency counts: the newest first recording when it was trained. */
  readonly asOf: number;
  readonly operatingPoints: readonly LinkOperatingPoint[];
  /** One for each operating point that the model reaches, on the graph that it was trained on; see `decisionThresholds`. */
  readonly decisionThresholds: readonly DecisionThreshold[];
  readonly metrics: readonly LinkMetrics[];
  readonly trainedOn: { readonly training: WindowCounts; readonly calibration: WindowCounts };
  /** Null for a model that was not trained. */
  readonly report: ModelReport | null;
  /** On the graph that it was trained on; null for a model that was not trained. */
  readonly knownRecall: KnownRecall | null;
}

/** Names of the operating points that a probability passes, in the model's order. */
export function pointsPassed(model: LinkModel, probability: number): string[] {
  return model.operatingPoints
    .filter(({ threshold }) => threshold !== null && probability >= threshold)
    .map(({ name }) => name);
}

/** Whether a model has the features that this build computes, in this order. */
function hasKnownFeatures({ features }: LinkModel): boolean {
  return features.length === FEATURE_NAMES.length && features.every((name, j) => name === FEATURE_NAMES[j]);
}

/** @throws LinkError `LINKS_UNKNOWN_FEATURES` unless the model has the features that this build computes */
export function checkFeatures(model: LinkModel): void {
  if (hasKnownFeatures(model)) return;
  throw new LinkError(
    "LINKS_UNKNOWN_FEATURES",
    `model ${model.id} has the features ${model.features.join(", ")}, this build computes ${FEATURE_NAMES.join(", ")}: complete an epoch of scoring, which trains a new model`,
  );
}
