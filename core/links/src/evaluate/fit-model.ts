import { LinkError } from "../errors.js";
import { GRAPH_FEATURES } from "../graph-features/graph-features.js";
import type { Pair } from "../graph-features/undirected-graph.js";
import { type CoefficientInference, inferCoefficients } from "../logistic-inference.js";
import type { LogisticModel } from "../logistic-model.js";
import { type Design, type LogisticFit, fitWithCertificate } from "../logistic-regression.js";
import type { SeededRandom } from "../seeded-random.js";
import type { WindowGraph } from "./labelled-pairs.js";

const WIDTH = GRAPH_FEATURES.length;
const OPTIONS = { ridge: 1, nonNegative: GRAPH_FEATURES.map(({ nonNegative }) => nonNegative) };
const BOOTSTRAP_SAMPLES = 50;
/** The bootstrap fits this many rows at most, evenly taken. */
const BOOTSTRAP_ROWS = 20_000;

/** Columns that say that a pair is farther apart than two steps: exactly one of them is then 1. */
const FARTHER = ["threeSteps", "fourStepsOrMore"].map((name) =>
  GRAPH_FEATURES.findIndex((feature) => feature.name === name),
);

/** Rows to fit on, with the pairs they are of. */
export interface TrainingRows {
  readonly design: Design;
  readonly pairs: readonly Pair[];
  /** How many times more often non-edges at distance two are among the rows than among all non-edges. */
  readonly oversampling: number;
}

/** A fit, or why there is none. */
export type FitOutcome =
  | { readonly kind: "fitted"; readonly fit: LogisticFit }
  | { readonly kind: "not-fitted"; readonly reason: string };

/**
 * Rows of some windows: every held-out edge, as many random non-edges, and as many of those at distance two (hard negatives): what
 * the model must tell apart for the literature's protocol and for subscribers.
 */
export function trainingRows(windows: Iterable<WindowGraph>, random: SeededRandom): TrainingRows {
  const rows: Float64Array[] = [];
  const labels: number[] = [];
  const pairs: Pair[] = [];
  let randomAtTwo = 0;
  let hardAtTwo = 0;
  const take = (values: Float64Array, taken: readonly Pair[], label: number): void => {
    rows.push(values);
    for (const pair of taken) {
      pairs.push(pair);
      labels.push(label);
    }
  };
  for (const window of windows) {
    const count = window.positives.length;
    take(window.rowsOf(window.positives), window.positives, 1);
    const drawn = window.drawNonEdges(count, random);
    const drawnRows = window.rowsOf(drawn);
    randomAtTwo += countAtDistanceTwo(drawnRows);
    take(drawnRows, drawn, 0);
    const hard = hardNegatives(window, count, random);
    hardAtTwo += hard.pairs.length;
    take(hard.rows, hard.pairs, 0);
  }
  const values = new Float64Array(labels.length * WIDTH);
  let at = 0;
  for (const part of rows) {
    values.set(part, at);
    at += part.length;
  }
  return {
    design: { values, columns: WIDTH, labels: Uint8Array.from(labels) },
    pairs,
    // Half a pair more, so that it is finite where no random pair is that near.
    oversampling: (randomAtTwo + hardAtTwo + 0.5) / (randomAtTwo + 0.5),
  };
}

function countAtDistanceTwo(rows: Float64Array): number {
  let count = 0;
  for (let at = 0; at < rows.length; at += WIDTH) {
    count += Number(FARTHER.every((j) => rows[at + j] === 0));
  }
  return count;
}

/**
 * The model as if non-edges at distance two were as rare among its rows as among all pairs: what sampling them more often
 * took from the logit there, the logarithm of how much more often, is given back by the two indicators of distance
 * (King & Zeng 2001, a stratum each).
 */
export function correctSampling(model: LogisticModel, oversampling: number): LogisticModel {
  const shift = Math.log(oversampling);
  return {
    ...model,
    intercept: FARTHER.reduce((sum, j) => sum - shift * model.means[j]!, model.intercept),
    coefficients: model.coefficients.map((coefficient, j) =>
      FARTHER.includes(j) ? coefficient - shift * model.scales[j]! : coefficient,
    ),
  };
}

/** Non-edges at distance two, drawn uniformly (reservoir sampling). */
function hardNegatives(
  window: WindowGraph,
  count: number,
  random: SeededRandom,
): { rows: Float64Array; pairs: Pair[] } {
  const pairs: Pair[] = [];
  const rows = new Float64Array(count * WIDTH);
  let seen = 0;
  window.forEachAtDistanceTwo((pair, isLink, row) => {
    if (isLink) return;
    seen += 1;
    const slot = pairs.length < count ? pairs.length : random.below(seen);
    if (slot >= count) return;
    pairs[slot] = pair;
    rows.set(row, slot * WIDTH);
  });
  return { rows: rows.subarray(0, pairs.length * WIDTH), pairs };
}

export function fitRows({ design }: TrainingRows): FitOutcome {
  try {
    return { kind: "fitted", fit: fitWithCertificate(design, OPTIONS) };
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    return { kind: "not-fitted", reason: error.message };
  }
}

/** Errors, odds ratios and variance inflation of a fit by feature. */
export function explainFit({ design, pairs }: TrainingRows, fit: LogisticFit): CoefficientInference[] {
  const step = Math.ceil(pairs.length / BOOTSTRAP_ROWS);
  if (step > 1) return inferCoefficients(design, OPTIONS, fit);
  return inferCoefficients(design, OPTIONS, fit, { pairs, samples: BOOTSTRAP_SAMPLES, seed: 1 });
}

/** The model with its logit stretched and shifted: slope · logit + shift (Platt 1999). Contributions keep their meaning. */
export function recalibrate(model: LogisticModel, scores: Float64Array, labels: Uint8Array): LogisticModel {
  const { model: line } = fitWithCertificate(
    { values: scores, columns: 1, labels },
    { ridge: 1e-6, nonNegative: [true] },
  );
  const slope = line.coefficients[0]! / line.scales[0]!;
  return {
    ...model,
    intercept: line.intercept + slope * (model.intercept - line.means[0]!),
    coefficients: model.coefficients.map((coefficient) => slope * coefficient),
  };
}
