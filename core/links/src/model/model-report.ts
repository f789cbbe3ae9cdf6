import { type CalibrationWithIntervals, calibrationWithIntervals } from "../calibration-intervals.js";
import type { PrecisionRecallCurve } from "../evaluation.js";
import type { Baseline } from "../link-model.js";
import type { CoefficientInference } from "../logistic-inference.js";
import type { LogisticFit } from "../logistic-regression.js";
import { type CurvePoint, thinnedCurve } from "./thinned-curve.js";

/** How many points of a curve are kept. */
export const CURVE_POINTS = 200;

/** What a model was learnt from. Times are MusicBrainz recording row ids, which rise. */
export interface DataWindow {
  readonly firstRecording: number;
  readonly lastRecording: number;
  /** Span of the window whose links were learnt, in recordings: what "within the horizon" means. */
  readonly horizon: number;
  readonly collaborations: number;
  readonly events: number;
}

/** What is known of the coefficient of a feature. */
export interface CoefficientReport extends Omit<CoefficientInference, "coefficient" | "varianceInflation"> {
  /** As fitted, before calibration: what the errors and the odds ratio are of. */
  readonly fitted: number;
  /** 1 / (1 − R²) on the other features; null for a constant column and where the others determine it. */
  readonly varianceInflation: number | null;
  /** Whether the feature had one value only: it says nothing, and its coefficient is 0. */
  readonly constant: boolean;
}

/** Proof that a fit is the optimum; see `ConvergenceCertificate`. */
export interface ConvergenceReport {
  readonly steps: number;
  readonly gradientNorm: number;
  readonly decrement: number;
  /** Names of the features that are held at zero by their sign constraint. */
  readonly held: readonly string[];
  readonly leastHeldSlope: number | null;
}

/** What the training of a model found out about it, beside what scoring needs. */
export interface ModelReport {
  readonly window: DataWindow;
  /** On held-out pairs, at most {@link CURVE_POINTS} points each. */
  readonly curves: readonly { readonly measuredAgainst: Baseline; readonly points: readonly CurvePoint[] }[];
  /** On all held-out pairs at distance two. */
  readonly calibration: CalibrationWithIntervals;
  /** One a feature, in the model's order. */
  readonly coefficients: readonly CoefficientReport[];
  /** Whether the model tells all its training rows apart: the size of the coefficients is then the ridge's. */
  readonly separated: boolean;
  readonly convergence: ConvergenceReport;
}

interface ReportInput {
  readonly window: DataWindow;
  /** Names of the features, in the order of the columns. */
  readonly features: readonly string[];
  readonly fit: LogisticFit;
  readonly inference: readonly CoefficientInference[];
  /** Of the model as it is served, on held-out pairs. */
  readonly curves: Readonly<Record<Baseline, PrecisionRecallCurve>>;
  /** All held-out pairs at distance two, at least one: what the served model gives them and what became of them. */
  readonly calibration: { readonly probabilities: Float64Array; readonly labels: Uint8Array };
}

/** Puts together what a fit and its held-out pairs say. */
export function modelReport(input: ReportInput): ModelReport {
  const { window, features, inference, curves, calibration } = input;
  const { certificate, constantColumns, separated } = input.fit;
  return {
    window,
    curves: (["balanced", "prevalence"] as const).map((measuredAgainst) => ({
      measuredAgainst,
      points: thinnedCurve(curves[measuredAgainst], CURVE_POINTS),
    })),
    calibration: calibrationWithIntervals(calibration.probabilities, calibration.labels),
    coefficients: inference.map(
      ({ coefficient, standardError, bootstrapError, oddsRatio, varianceInflation }, j) => ({
        fitted: coefficient,
        standardError,
        bootstrapError,
        oddsRatio,
        varianceInflation: Number.isFinite(varianceInflation) ? varianceInflation : null,
        constant: constantColumns.includes(j),
      }),
    ),
    separated,
    convergence: {
      steps: certificate.steps,
      gradientNorm: certificate.gradientNorm,
      decrement: certificate.decrement,
      // The column after the last feature is the intercept, which has no constraint.
      held: certificate.held.map((j) => features[j]!),
      leastHeldSlope: certificate.leastHeldSlope,
    },
  };
}
