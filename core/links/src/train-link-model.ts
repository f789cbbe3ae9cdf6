import {
  averagePrecision,
  logLoss,
  operatingPoint,
  precisionAt,
  type PrecisionRecallCurve,
  precisionRecallCurve,
  rocAuc,
} from "./evaluation.js";
import { type DatedEdge, countEvents, sortEdges, splitByEvent } from "./event-windows.js";
import { LinkError } from "./errors.js";
import { fingerprint } from "./fingerprint.js";
import { type HoldOut, holdOut } from "./hold-out.js";
import { FEATURE_COUNT, FEATURE_NAMES, LINK_FEATURES } from "./link-features.js";
import type { Baseline, LinkMetrics, LinkModel, LinkOperatingPoint, WindowCounts } from "./link-model.js";
import { type LogisticModel, correctPrior, probability } from "./logistic-model.js";
import { fitLogisticRegression } from "./logistic-regression.js";
import type { LabelledRows } from "./pair-sample.js";
import { newestFirstRecording } from "./recency.js";

/** Shares of the events: the past to learn from, what to learn, and what to choose thresholds on. */
const WINDOWS = [0.6, 0.2, 0.2] as const;
/** Fewer links than this in a label window teach nothing and calibrate nothing. */
const MINIMUM_POSITIVES = 10;
const RIDGE = 1;

interface Aim {
  readonly measuredAgainst: Baseline;
  readonly target: number;
}

/** The precisions that subscribers may ask for. */
const TARGETS: readonly Aim[] = [
  { measuredAgainst: "balanced", target: 0.9 },
  { measuredAgainst: "balanced", target: 0.8 },
  { measuredAgainst: "prevalence", target: 0.9 },
  { measuredAgainst: "prevalence", target: 0.8 },
];

/** Names of the operating points of every model, in its order. */
export const OPERATING_POINT_NAMES: readonly string[] = TARGETS.map(pointName);

/** A model, or why these edges give none. */
type TrainingOutcome =
  | { readonly kind: "trained"; readonly model: LinkModel }
  | {
      readonly kind: "not-trained";
      readonly code: "LINKS_NOT_ENOUGH_EVENTS" | "LINKS_NOT_CONVERGED";
      /** What is missing, for logs and the console. */
      readonly reason: string;
    };

/**
 * Trains the link model on a graph whose edges know when they began. Oldest 60% of events: the past; next 20%:
 * the links to learn, against as many non-links, both at distance two; newest 20%, seen from the first 80%: where
 * precision is measured and thresholds are chosen, once against one random non-edge a link (`balanced`, the
 * literature's protocol) and once against all pairs at distance two (`prevalence`, what a subscriber will see). The
 * intercept is corrected to the share of links among all pairs at distance two. Pure and deterministic: the order of
 * the edges does not matter.
 */
export function trainLinkModel(edges: readonly DatedEdge[]): TrainingOutcome {
  const [past, next, last] = splitByEvent(sortEdges(edges), WINDOWS) as [
    DatedEdge[],
    DatedEdge[],
    DatedEdge[],
  ];
  const training = holdOut({ fit: past, label: next });
  const calibration = holdOut({ fit: [...past, ...next], label: last });
  for (const [window, { sample, positives, pairs }] of Object.entries({ training, calibration })) {
    // Thinned as for the true prevalence, so that every sample below has both links and non-links.
    const links = countPositives(sample.prevalent().labels);
    if (links >= MINIMUM_POSITIVES && pairs > positives) continue;
    return {
      kind: "not-trained",
      code: "LINKS_NOT_ENOUGH_EVENTS",
      reason: `the ${window} window has ${positives} new links among ${pairs} pairs at distance two, at least ${MINIMUM_POSITIVES} are needed (${edges.length} collaborations, ${countEvents(edges)} events)`,
    };
  }
  const balancedFit = fitBalanced(training.sample.balanced());
  if (balancedFit === null) {
    return {
      kind: "not-trained",
      code: "LINKS_NOT_CONVERGED",
      reason: `the regression on ${edges.length} collaborations does not converge`,
    };
  }
  const fitted = correctPrior(balancedFit.model, {
    sampledPrevalence: balancedFit.prevalence,
    truePrevalence: training.positives / training.pairs,
  });
  const balanced = evaluate(calibration.againstRandom.prevalent(), fitted, {
    positives: calibration.distantPositives,
    negatives: calibration.farNonEdges,
  });
  const prevalence = evaluate(calibration.sample.prevalent(), fitted, { positives: 0, negatives: 0 });
  const content = {
    ...fitted,
    features: [...FEATURE_NAMES],
    asOf: newestFirstRecording(edges),
    operatingPoints: TARGETS.map((aim) =>
      chooseThreshold(aim, aim.measuredAgainst === "balanced" ? balanced : prevalence),
    ),
    metrics: [measure("balanced", balanced, balancedFit.model), measure("prevalence", prevalence, fitted)],
    trainedOn: {
      training: windowCounts(training, past, next),
      calibration: windowCounts(calibration, [...past, ...next], last),
    },
  };
  return { kind: "trained", model: { id: `link-${fingerprint(JSON.stringify(content))}`, ...content } };
}

/** Null for rows on which the fit does not converge: that is a matter of the data, and no reason to stop. */
function fitBalanced({ values, labels }: LabelledRows): { model: LogisticModel; prevalence: number } | null {
  try {
    const model = fitLogisticRegression(
      { values, columns: FEATURE_COUNT, labels },
      { ridge: RIDGE, nonNegative: LINK_FEATURES.map(({ nonNegative }) => nonNegative) },
    );
    return { model, prevalence: countPositives(labels) / labels.length };
  } catch (error) {
    if (error instanceof LinkError && error.code === "LINKS_NOT_CONVERGED") return null;
    throw error;
  }
}

function probabilities(rows: LabelledRows, model: LogisticModel): Float64Array {
  return Float64Array.from(rows.labels, (_, row) => probability(model, rows.values, row * FEATURE_COUNT));
}

/** Held-out pairs and the curve of a model on them. */
interface Evaluation {
  /** Those at distance two. */
  readonly rows: LabelledRows;
  /** Of all pairs. */
  readonly labels: Uint8Array;
  readonly curve: PrecisionRecallCurve;
}

/** Pairs that are not at distance two are never let through, which is a probability of 0. */
function evaluate(
  rows: LabelledRows,
  model: LogisticModel,
  elsewhere: { positives: number; negatives: number },
): Evaluation {
  const near = rows.labels.length;
  const pairs = near + elsewhere.positives + elsewhere.negatives;
  const scores = new Float64Array(pairs);
  scores.set(probabilities(rows, model));
  const labels = new Uint8Array(pairs);
  labels.set(rows.labels);
  labels.fill(1, near, near + elsewhere.positives);
  return { rows, labels, curve: precisionRecallCurve(scores, labels) };
}

function pointName({ measuredAgainst, target }: Aim): string {
  return `${measuredAgainst}-${Math.round(target * 100)}`;
}

function chooseThreshold(aim: Aim, { curve }: Evaluation): LinkOperatingPoint {
  const point = operatingPoint(curve, aim.target);
  return {
    name: pointName(aim),
    ...aim,
    threshold: point?.threshold ?? null,
    precision: point?.precision ?? null,
    lowerBound: point?.lowerBound ?? null,
    recall: point?.recall ?? null,
    support: point?.support ?? 0,
  };
}

function measure(
  measuredAgainst: Baseline,
  { rows, labels, curve }: Evaluation,
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

function countPositives(labels: Uint8Array): number {
  return labels.reduce((sum, label) => sum + label, 0);
}

function windowCounts(held: HoldOut, fit: readonly DatedEdge[], label: readonly DatedEdge[]): WindowCounts {
  return {
    fitEdges: fit.length,
    labelEdges: label.length,
    events: countEvents(label),
    pairs: held.pairs,
    positives: held.positives,
    distantPositives: held.distantPositives,
    unseenPositives: held.unseenPositives,
  };
}
