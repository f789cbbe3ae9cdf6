import { FEATURE_COUNT, FEATURE_NAMES, type FeatureName } from "../features/link-features.js";
import type { Design } from "../logistic-regression.js";
import type { LogisticModel } from "../logistic-model.js";
import type { SeededRandom } from "../seeded-random.js";
import type { Pair } from "../windows/undirected-graph.js";
import type { WindowGraph } from "../windows/window-graph.js";

/** Columns that say that a pair is farther apart than two steps: exactly one of them is then 1. */
const FARTHER = (["threeSteps", "fourStepsOrMore"] satisfies FeatureName[]).map((name) =>
  FEATURE_NAMES.indexOf(name),
);

/** Held-out edges that are taken of a window at most: more of them change the coefficients by less than their errors. */
const MOST_POSITIVES = 50_000;

/** Rows to fit on, with the pairs they are of. */
export interface TrainingRows {
  /** Values that are not known are filled with the mean of their column. */
  readonly design: Design;
  readonly pairs: readonly Pair[];
  /** How many times more often non-edges at distance two are among the rows than among all non-edges. */
  readonly oversampling: number;
}

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
  const take = (window: WindowGraph, taken: readonly Pair[], label: number): Float64Array => {
    const values = window.rowsOf(taken);
    rows.push(values);
    for (const pair of taken) {
      pairs.push(pair);
      labels.push(label);
    }
    return values;
  };
  for (const window of windows) {
    const positives = window.drawPositives(MOST_POSITIVES, random);
    const count = positives.length;
    take(window, positives, 1);
    randomAtTwo += countAtDistanceTwo(take(window, window.drawNonEdges(count, random), 0));
    const hard = window.drawAtDistanceTwo(count, random);
    hardAtTwo += hard.length;
    take(window, hard, 0);
  }
  const values = new Float64Array(labels.length * FEATURE_COUNT);
  let at = 0;
  for (const part of rows) {
    values.set(part, at);
    at += part.length;
  }
  fillUnknown(values);
  return {
    design: { values, columns: FEATURE_COUNT, labels: Uint8Array.from(labels) },
    pairs,
    // Half a pair more, so that it is finite where no random pair is that near.
    oversampling: (randomAtTwo + hardAtTwo + 0.5) / (randomAtTwo + 0.5),
  };
}

/** How many rows are of pairs at distance two. */
export function countAtDistanceTwo(rows: Float64Array): number {
  let count = 0;
  for (let at = 0; at < rows.length; at += FEATURE_COUNT) {
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

/** Gives each value that is not known (NaN) the mean of the known ones of its column; 0 if there is none. */
function fillUnknown(values: Float64Array): void {
  const means = columnMeans(values);
  for (let i = 0; i < values.length; i += 1) {
    if (Number.isNaN(values[i]!)) values[i] = means[i % FEATURE_COUNT]!;
  }
}

/** Mean of the known values of each column; 0 for a column without any. */
export function columnMeans(values: Float64Array): number[] {
  const sums = new Float64Array(FEATURE_COUNT);
  const counts = new Float64Array(FEATURE_COUNT);
  for (let i = 0; i < values.length; i += 1) {
    if (Number.isNaN(values[i]!)) continue;
    sums[i % FEATURE_COUNT]! += values[i]!;
    counts[i % FEATURE_COUNT]! += 1;
  }
  return Array.from(sums, (sum, j) => (counts[j] === 0 ? 0 : sum / counts[j]!));
}
