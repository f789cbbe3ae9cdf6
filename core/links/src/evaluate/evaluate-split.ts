import {
  type PrecisionRecallCurve,
  averagePrecision,
  operatingPoint,
  precisionAt,
  precisionRecallCurve,
  rocAuc,
} from "../evaluation.js";
import type { Baseline } from "../link-model.js";
import { type LogisticModel, sigmoid } from "../logistic-model.js";
import type { LogisticFit } from "../logistic-regression.js";
import { type SeededRandom } from "../seeded-random.js";
import { type Calibration, calibrationOf } from "../calibration.js";
import { calibrate, fitRows } from "../fitting/fit-model.js";
import { type TrainingRows, correctSampling, trainingRows } from "../fitting/training-rows.js";
import { rescored, scoreWindow } from "../fitting/window-scores.js";
import { PRECISION_TARGETS } from "../operating-points.js";
import { meanReciprocalRank } from "./hard-ranks.js";
import { type ScoredPairs, WindowGraph } from "../windows/window-graph.js";
import type { Split } from "./protocols.js";

/** Ranks at which precision is measured. */
export const RANKS = [10, 20, 50, 100] as const;
const HITS = 50;

/** A threshold chosen on the calibration window, and what it gave on the test window. */
interface TestedPoint {
  readonly measuredAgainst: Baseline;
  readonly target: number;
  /** Probability to pass; null if no threshold earns the target: then the point is empty. */
  readonly threshold: number | null;
  /** One-sided 95% Clopper–Pearson lower bound of the precision on the calibration window. */
  readonly lowerBound: number | null;
  /** On the test window; null for an empty point and where nothing passes. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly passed: number;
}

/** What one split gave against one kind of negatives. */
interface BaselineResult {
  readonly positives: number;
  readonly negatives: number;
  /** Null where one of the classes is empty. */
  readonly curve: PrecisionRecallCurve | null;
  readonly auc: number | null;
  readonly averagePrecision: number | null;
  /** By rank; null where there are fewer pairs. */
  readonly precisionAt: readonly (number | null)[];
  /** Share of positives above the negative of rank 50 (Hu et al. 2020); null with fewer negatives. */
  readonly hitsAt50: number | null;
}

/** What one split gave. */
export interface SplitResult {
  readonly rows: TrainingRows;
  readonly fit: LogisticFit;
  /** The fitted model, with its probability calibrated for all pairs at distance two if `calibrated`. */
  readonly model: LogisticModel;
  readonly calibrated: boolean;
  readonly unseen: number;
  readonly baselines: Readonly<Record<Baseline, BaselineResult>>;
  readonly points: readonly TestedPoint[];
  /** On all pairs at distance two of the test window; null if there are none. */
  readonly calibration: Calibration | null;
  readonly reciprocalRank: number | null;
}

/** Result of a split, or why it has none. */
export type SplitOutcome =
  | { readonly kind: "evaluated"; readonly result: SplitResult }
  | { readonly kind: "not-evaluated"; readonly reason: string };

/**
 * Fits on the training windows, chooses thresholds and calibrates on the calibration window, and measures on the test
 * window, which has had no part in either.
 * @param wholeUniverse whether vertices are known that have no edge yet
 */
export function evaluateSplit(
  vertices: number,
  split: Split,
  wholeUniverse: boolean,
  random: SeededRandom,
): SplitOutcome {
  const open = (window: Split["test"]): WindowGraph => new WindowGraph(vertices, window, { wholeUniverse });
  const windows =
    split.training.length > 0 || split.calibration === null ? split.training : [split.calibration];
  const rows = trainingRows(windows.map(open), random);
  const outcome = fitRows(rows);
  if (outcome.kind === "not-fitted") return { kind: "not-evaluated", reason: outcome.reason };
  const { fit } = outcome;
  const fitted = correctSampling(fit.model, rows.oversampling);
  const test = open(split.test);
  const chosen = split.calibration === null ? null : scoreWindow(open(split.calibration), fitted, random);
  const model = chosen === null ? null : calibrate(fitted, chosen.prevalence);
  // A calibrated model ranks as the fitted one does, unless it has learned nothing: then the fitted one is shown.
  const shown = model ?? fitted;
  const tested = scoreWindow(test, shown, random);
  const thresholds = split.calibration === null || model === null ? null : rescored(chosen!, fitted, model);
  const baselines = {
    balanced: baselineResult(tested.balanced),
    prevalence: baselineResult(tested.prevalence),
  };
  return {
    kind: "evaluated",
    result: {
      rows,
      fit,
      model: shown,
      calibrated: model !== null,
      unseen: test.unseen,
      baselines,
      points: (["balanced", "prevalence"] as const).flatMap((measuredAgainst) =>
        PRECISION_TARGETS.map((target) =>
          testedPoint(
            measuredAgainst,
            target,
            thresholds?.[measuredAgainst] ?? null,
            tested[measuredAgainst],
          ),
        ),
      ),
      calibration:
        tested.prevalence.labels.length === 0 || model === null
          ? null
          : calibrationOf(tested.prevalence.scores.map(sigmoid), tested.prevalence.labels),
      reciprocalRank: meanReciprocalRank(test, shown),
    },
  };
}

function baselineResult({ scores, labels }: ScoredPairs): BaselineResult {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const negatives = labels.length - positives;
  const curve = positives > 0 && negatives > 0 ? precisionRecallCurve(scores, labels) : null;
  const rankedNegatives = scores.filter((_, i) => labels[i] === 0).sort();
  const bar = rankedNegatives[rankedNegatives.length - HITS];
  const hits = scores.filter((value, i) => labels[i] === 1 && value > (bar ?? Infinity)).length;
  return {
    positives,
    negatives,
    curve,
    auc: curve === null ? null : rocAuc(curve),
    averagePrecision: curve === null ? null : averagePrecision(curve),
    precisionAt: RANKS.map((rank) =>
      curve === null || labels.length < rank ? null : precisionAt(rank, curve),
    ),
    hitsAt50: bar === undefined || positives === 0 ? null : hits / positives,
  };
}

function testedPoint(
  measuredAgainst: Baseline,
  target: number,
  chosenOn: ScoredPairs | null,
  { scores, labels }: ScoredPairs,
): TestedPoint {
  const point =
    chosenOn === null ? null : operatingPoint(precisionRecallCurve(chosenOn.scores, chosenOn.labels), target);
  const threshold = point?.threshold ?? null;
  let passed = 0;
  let links = 0;
  scores.forEach((value, i) => {
    if (threshold === null || value < threshold) return;
    passed += 1;
    links += labels[i]!;
  });
  const positives = labels.reduce((sum, label) => sum + label, 0);
  return {
    measuredAgainst,
    target,
    threshold: threshold === null ? null : sigmoid(threshold),
    lowerBound: point?.lowerBound ?? null,
    precision: passed === 0 ? null : links / passed,
    recall: threshold === null || positives === 0 ? null : links / positives,
    passed,
  };
}
