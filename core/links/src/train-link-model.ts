import {
  averagePrecision,
  logLoss,
  precisionAt,
  precisionRecallCurve,
  rocAuc,
  type PrecisionRecallCurve,
} from "./evaluation.js";
import { type DatedEdge, countEvents, sortEdges, splitByEvent } from "./event-windows.js";
import type { ArtistFacts } from "./facts/artist-facts.js";
import { FEATURE_NAMES } from "./features/link-features.js";
import { newestFirstRecording } from "./features/recency.js";
import { fingerprint } from "./fingerprint.js";
import { calibrate, explainFit, fitRows, recentre } from "./fitting/fit-model.js";
import { type TrainingFeedback, stillOpen, withFeedback } from "./fitting/feedback-rows.js";
import { columnMeans, correctSampling, trainingRows } from "./fitting/training-rows.js";
import { rescored, scoreWindow } from "./fitting/window-scores.js";
import {
  LINK_MODEL_SCHEMA,
  type Baseline,
  type LinkMetrics,
  type LinkModel,
  type WindowCounts,
} from "./link-model.js";
import { correctPrior, sigmoid } from "./logistic-model.js";
import { type DataWindow, modelReport } from "./model/model-report.js";
import { operatingPoints } from "./operating-points.js";
import { seededRandom } from "./seeded-random.js";
import type { TimedEdge } from "./windows/window.js";
import { type ScoredPairs, WindowGraph } from "./windows/window-graph.js";

/** Shares of the events: the past to learn from, what to learn, and what to choose thresholds on. */
const WINDOWS = [0.6, 0.2, 0.2] as const;
/** Fewer links at distance two than this in a label window teach nothing and calibrate nothing. */
const MINIMUM_POSITIVES = 10;
/** Pairs that the means of the features are taken of, from which contributions are counted. */
const AVERAGED_PAIRS = 20_000;
/** Paths of length two beyond which the pairs at distance two are taken of a share of the artists only. */
const MOST_PATHS = 3_000_000;
/** Fixed, so that the same edges always give the same sample. */
const SEED = 1;

/** Facts of artists by ids of their own. */
export interface KnownFacts {
  readonly facts: ArtistFacts;
  /** The id of an MBID; -1 for an artist without. */
  readonly idOf: (mbid: string) => number;
}

/** A model, or why these edges give none. */
export type TrainingOutcome =
  | {
      readonly kind: "trained";
      readonly model: LinkModel;
      /** The newest window, whose links no model was fitted on: on its pairs at distance two, models are compared. */
      readonly newestWindow: WindowGraph;
    }
  | {
      readonly kind: "not-trained";
      readonly code: "LINKS_NOT_ENOUGH_EVENTS" | "LINKS_NOT_CONVERGED";
      /** What is missing, for logs and the console. */
      readonly reason: string;
    };

/**
 * Trains the link model on a graph whose edges know when they began. Oldest 60% of events: the past; next 20%:
 * the links to learn, against as many random non-edges and as many at distance two; newest 20%, seen from the first 80%: where
 * probabilities are calibrated, precision is measured and thresholds are chosen, once against one random non-edge a link
 * (`balanced`, the literature's protocol) and once against all pairs at distance two (`prevalence`, what a subscriber will see).
 * Whole events are held out, and features of a window are computed without what it holds out. Contributions count from the
 * average pair at distance two of the newest window. Pure and deterministic: the order of the edges does not matter.
 *
 * Pairs that readers judged are learnt as well, as they are seen from the first 80%.
 *
 * @param known facts of the artists as they are now; null where nothing is known beside the graph
 */
export function trainLinkModel(
  edges: readonly DatedEdge[],
  known: KnownFacts | null,
  feedback: TrainingFeedback = { pairs: [], weight: 0 },
): TrainingOutcome {
  const [past, next, last] = splitByEvent(sortEdges(edges), WINDOWS) as [
    DatedEdge[],
    DatedEdge[],
    DatedEdge[],
  ];
  const numbers = numberArtists(edges);
  const factsOfNumbers = known && known.facts.renumbered([...numbers.keys()].map(known.idOf));
  const timed = ({ a, b, firstRecording }: DatedEdge): TimedEdge => ({
    pair: [numbers.get(a)!, numbers.get(b)!],
    time: firstRecording,
  });
  const open = (fit: readonly TimedEdge[], label: readonly TimedEdge[]): WindowGraph => {
    const window = { fit, held: label.map(({ pair }) => pair), leftOut: [] };
    const options = { wholeUniverse: false, facts: factsOfNumbers, mostPaths: MOST_PATHS };
    return new WindowGraph(numbers.size, window, options);
  };
  const [older, newer, newest] = [past.map(timed), next.map(timed), last.map(timed)];
  const training = open(older, newer);
  const calibration = open([...older, ...newer], newest);
  const trainedOn = {
    training: windowCounts(training, past, next),
    calibration: windowCounts(calibration, [...past, ...next], last),
  };
  for (const [name, { positives: near }] of Object.entries(trainedOn)) {
    if (near >= MINIMUM_POSITIVES) continue;
    return {
      kind: "not-trained",
      code: "LINKS_NOT_ENOUGH_EVENTS",
      reason: `the ${name} window has ${near} new links at distance two, at least ${MINIMUM_POSITIVES} are needed (${edges.length} collaborations, ${countEvents(edges)} events)`,
    };
  }
  const random = seededRandom(SEED);
  const judged = { ...feedback, pairs: stillOpen(feedback.pairs, edges) };
  const rows = withFeedback(trainingRows([training], random), calibration, judged, (mbid) =>
    numbers.get(mbid),
  );
  const outcome = fitRows(rows);
  if (outcome.kind === "not-fitted") return notConverged(edges, outcome.reason);
  const fitted = correctSampling(outcome.fit.model, rows.oversampling);
  const scores = scoreWindow(calibration, fitted, random);
  const calibrated = calibrate(fitted, scores.prevalence);
  if (calibrated === null)
    return notConverged(edges, "the model does not rank the pairs of the newest window better than chance");
  const { balanced, prevalence } = rescored(scores, fitted, calibrated);
  const average = columnMeans(calibration.rowsOf(calibration.drawAtDistanceTwo(AVERAGED_PAIRS, random)));
  const curves = { balanced: curveOf(balanced), prevalence: curveOf(prevalence) };
  const content: Omit<LinkModel, "id"> = {
    ...recentre(calibrated, average),
    schema: LINK_MODEL_SCHEMA,
    features: [...FEATURE_NAMES],
    asOf: newestFirstRecording(edges),
    operatingPoints: operatingPoints(curves),
    decisionThresholds: [],
    metrics: [
      metricsOf("balanced", balanced, curves.balanced, shareOf(prevalence)),
      metricsOf("prevalence", prevalence, curves.prevalence, shareOf(prevalence)),
    ],
    trainedOn,
    report: modelReport({
      window: dataWindow(edges, past, next),
      features: FEATURE_NAMES,
      fit: outcome.fit,
      inference: explainFit(rows, outcome.fit),
      curves,
      calibration: { probabilities: prevalence.scores.map(sigmoid), labels: prevalence.labels },
    }),
    knownRecall: null,
  };
  const id = `link-${fingerprint(JSON.stringify(content))}`;
  return { kind: "trained", model: { id, ...content }, newestWindow: calibration };
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

function notConverged(edges: readonly DatedEdge[], reason: string): TrainingOutcome {
  return {
    kind: "not-trained",
    code: "LINKS_NOT_CONVERGED",
    reason: `no model of ${edges.length} collaborations: ${reason}`,
  };
}

/** Artists in the order of their MBIDs. */
function numberArtists(edges: readonly DatedEdge[]): Map<string, number> {
  const mbids = [...new Set(edges.flatMap(({ a, b }) => [a, b]))].sort();
  return new Map(mbids.map((mbid, number) => [mbid, number]));
}

/** The curve of logits, by probability. */
function curveOf({ scores, labels }: ScoredPairs): PrecisionRecallCurve {
  return precisionRecallCurve(scores.map(sigmoid), labels);
}

/** Metrics of a sample; its probabilities are those of its own share of links. */
function metricsOf(
  measuredAgainst: Baseline,
  { scores, labels }: ScoredPairs,
  curve: PrecisionRecallCurve,
  calibratedShare: number,
): LinkMetrics {
  const pairs = labels.length;
  const baseRate = shareOf({ scores, labels });
  const flat = { intercept: 0, coefficients: [], means: [], scales: [] };
  const shift = correctPrior(flat, {
    sampledPrevalence: calibratedShare,
    truePrevalence: baseRate,
  }).intercept;
  return {
    measuredAgainst,
    pairs,
    positives: baseRate * pairs,
    baseRate,
    auc: rocAuc(curve),
    averagePrecision: averagePrecision(curve),
    precisionAt20: precisionAt(20, curve),
    logLoss: logLoss(
      scores.map((score) => sigmoid(score + shift)),
      labels,
    ),
  };
}

function shareOf({ labels }: ScoredPairs): number {
  return labels.reduce((sum, label) => sum + label, 0) / labels.length;
}

function windowCounts(
  window: WindowGraph,
  fit: readonly DatedEdge[],
  label: readonly DatedEdge[],
): WindowCounts {
  const { pairs, links, farther } = window.countAtDistanceTwo();
  return {
    fitEdges: fit.length,
    labelEdges: label.length,
    events: countEvents(label),
    share: window.share,
    pairs,
    positives: links,
    distantPositives: farther,
    unseenPositives: window.unseen,
  };
}
