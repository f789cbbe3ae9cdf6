import {
  type PrecisionRecallCurve,
  averagePrecision,
  logLoss,
  precisionAt,
  precisionRecallCurve,
  rocAuc,
} from "./evaluation.js";
import { FEATURE_COUNT } from "./link-features.js";
import type { Baseline, LinkMetrics } from "./link-model.js";
import { type LogisticModel, probability } from "./logistic-model.js";
import type { LabelledRows } from "./pair-sample.js";

/** Held-out pairs and the curve of a model on them. */
export interface HeldOutPairs {
  /** Those at distance two. */
  readonly rows: LabelledRows;
  /** Of all pairs. */
  readonly labels: Uint8Array;
  readonly curve: PrecisionRecallCurve;
}

/**
 * Scores held-out pairs.
 * @param rows those at distance two
 * @param distant how many others there are; they never become candidates, which is a probability of 0
 */
export function scoreHeldOut(
  rows: LabelledRows,
  model: LogisticModel,
  distant: { readonly positives: number; readonly negatives: number },
): HeldOutPairs {
  const near = rows.labels.length;
  const pairs = near + distant.positives + distant.negatives;
  const scores = new Float64Array(pairs);
  scores.set(probabilities(rows, model));
  const labels = new Uint8Array(pairs);
  labels.set(rows.labels);
  labels.fill(1, near, near + distant.positives);
  return { rows, labels, curve: precisionRecallCurve(scores, labels) };
}

/** Metrics of a model on held-out pairs; the logarithmic loss with the intercept of `calibrated`. */
export function heldOutMetrics(
  measuredAgainst: Baseline,
  { rows, labels, curve }: HeldOutPairs,
  calibrated: LogisticModel,
): LinkMetrics {
  const pairs = labels.length;
  const positives = countPositives(labels);
  return {
    measuredAgainst,
    pairs,
    positives,
    baseRate: positives / pairs,
    auc: rocAuc(curve),
    averagePrecision: averagePrecision(curve),
    precisionAt20: precisionAt(20, curve),
    logLoss: logLoss(probabilities(rows, calibrated), rows.labels),
  };
}

/** How many labels are 1. */
export function countPositives(labels: Uint8Array): number {
  return labels.reduce((sum, label) => sum + label, 0);
}

function probabilities(rows: LabelledRows, model: LogisticModel): Float64Array {
  return Float64Array.from(rows.labels, (_, row) => probability(model, rows.values, row * FEATURE_COUNT));
}
