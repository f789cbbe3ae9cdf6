import { type DatedEdge, countEvents, sortEdges, splitByEvent } from "./event-windows.js";
import { LinkError } from "./errors.js";
import { fingerprint } from "./fingerprint.js";
import { type HoldOut, holdOut } from "./hold-out.js";
import { countPositives, heldOutMetrics, scoreHeldOut } from "./held-out-metrics.js";
import { FEATURE_COUNT, FEATURE_NAMES, LINK_FEATURES } from "./link-features.js";
import { LINK_MODEL_SCHEMA, type LinkModel, type WindowCounts } from "./link-model.js";
import { inferCoefficients } from "./logistic-inference.js";
import { correctPrior, probability } from "./logistic-model.js";
import { type Design, type LogisticFit, fitWithCertificate } from "./logistic-regression.js";
import { type DataWindow, modelReport } from "./model/model-report.js";
import { operatingPoints } from "./operating-points.js";
import type { LabelledRows } from "./pair-sample.js";
import { newestFirstRecording } from "./recency.js";

/** Shares of the events: the past to learn from, what to learn, and what to choose thresholds on. */
const WINDOWS = [0.6, 0.2, 0.2] as const;
/** Fewer links than this in a label window teach nothing and calibrate nothing. */
const MINIMUM_POSITIVES = 10;
const OPTIONS = { ridge: 1, nonNegative: LINK_FEATURES.map(({ nonNegative }) => nonNegative) };

/** A model, or why these edges give none. */
export type TrainingOutcome =
  | {
      readonly kind: "trained";
      readonly model: LinkModel;
      /** The held-out pairs at distance two of the newest window: on them, models are compared. */
      readonly newestWindow: LabelledRows;
    }
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
  const fitted = correctPrior(balancedFit.fit.model, {
    sampledPrevalence: countPositives(balancedFit.design.labels) / balancedFit.design.labels.length,
    truePrevalence: training.positives / training.pairs,
  });
  const balanced = scoreHeldOut(calibration.againstRandom.prevalent(), fitted, {
    positives: calibration.distantPositives,
    negatives: calibration.farNonEdges,
  });
  const newestWindow = calibration.sample.prevalent();
  const prevalence = scoreHeldOut(newestWindow, fitted, { positives: 0, negatives: 0 });
  const curves = { balanced: balanced.curve, prevalence: prevalence.curve };
  const content: Omit<LinkModel, "id"> = {
    ...fitted,
    schema: LINK_MODEL_SCHEMA,
    features: [...FEATURE_NAMES],
    asOf: newestFirstRecording(edges),
    operatingPoints: operatingPoints(curves),
    decisionThresholds: [],
    metrics: [
      heldOutMetrics("balanced", balanced, balancedFit.fit.model),
      heldOutMetrics("prevalence", prevalence, fitted),
    ],
    trainedOn: {
      training: windowCounts(training, past, next),
      calibration: windowCounts(calibration, [...past, ...next], last),
    },
    report: modelReport({
      window: dataWindow(edges, past, next),
      features: FEATURE_NAMES,
      fit: balancedFit.fit,
      inference: inferCoefficients(balancedFit.design, OPTIONS, balancedFit.fit),
      curves,
      calibration: {
        probabilities: Float64Array.from(newestWindow.labels, (_, row) =>
          probability(fitted, newestWindow.values, row * FEATURE_COUNT),
        ),
        labels: newestWindow.labels,
      },
    }),
  };
  const id = `link-${fingerprint(JSON.stringify(content))}`;
  return { kind: "trained", model: { id, ...content }, newestWindow };
}

/** Null for rows on which the fit does not converge: that is a matter of the data, and no reason to stop. */
function fitBalanced({ values, labels }: LabelledRows): { design: Design; fit: LogisticFit } | null {
  const design = { values, columns: FEATURE_COUNT, labels };
  try {
    return { design, fit: fitWithCertificate(design, OPTIONS) };
  } catch (error) {
    if (error instanceof LinkError && error.code === "LINKS_NOT_CONVERGED") return null;
    throw error;
  }
}

/** @param next what was learnt, seen from `past` */
function dataWindow(
  edges: readonly DatedEdge[],
  past: readonly DatedEdge[],
  next: readonly DatedEdge[],
): DataWindow {
  return {
    firstRecording: edges.reduce((first, edge) => Math.min(first, edge.firstRecording), Infinity),
    lastRecording: newestFirstRecording(edges),
    horizon: newestFirstRecording(next) - newestFirstRecording(past),
    collaborations: edges.length,
    events: countEvents(edges),
  };
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
