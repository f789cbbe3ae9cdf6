import { LinkError } from "../errors.js";
import { MODEL_FEATURES } from "../features/link-features.js";
import { type CoefficientInference, inferCoefficients } from "../logistic-inference.js";
import type { LogisticModel } from "../logistic-model.js";
import { type LogisticFit, fitWithCertificate } from "../logistic-regression.js";
import type { ScoredPairs } from "../windows/window-graph.js";
import type { TrainingRows } from "./training-rows.js";

const OPTIONS = { ridge: 1, nonNegative: MODEL_FEATURES.map(({ nonNegative }) => nonNegative) };
const BOOTSTRAP_SAMPLES = 50;
/** The bootstrap fits this many rows at most. */
const BOOTSTRAP_ROWS = 20_000;

/** A fit, or why there is none. */
export type FitOutcome =
  | { readonly kind: "fitted"; readonly fit: LogisticFit }
  | { readonly kind: "not-fitted"; readonly reason: string };

/** Fits the link model's regression; that rows do not allow it is a matter of the data, and no reason to stop. */
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
  if (pairs.length > BOOTSTRAP_ROWS) return inferCoefficients(design, OPTIONS, fit);
  return inferCoefficients(design, OPTIONS, fit, { pairs, samples: BOOTSTRAP_SAMPLES, seed: 1 });
}

/**
 * The model with its logit stretched and shifted so that it is the probability of these pairs: slope · logit + shift
 * (Platt 1999). Contributions keep their meaning. Null where one of the classes is empty, or these pairs say that the model's
 * order is no better than none.
 */
export function calibrate(model: LogisticModel, { scores, labels }: ScoredPairs): LogisticModel | null {
  try {
    const { model: line } = fitWithCertificate(
      { values: scores, columns: 1, labels },
      { ridge: 1e-6, nonNegative: [true] },
    );
    const slope = line.coefficients[0]! / line.scales[0]!;
    if (slope === 0) return null;
    return {
      ...model,
      intercept: line.intercept + slope * (model.intercept - line.means[0]!),
      coefficients: model.coefficients.map((coefficient) => slope * coefficient),
    };
  } catch (error) {
    if (error instanceof LinkError) return null;
    throw error;
  }
}

/**
 * The same model with its contributions counted from other means: every logit stays, up to rounding.
 * @param means one a coefficient
 */
export function recentre(model: LogisticModel, means: readonly number[]): LogisticModel {
  const intercept = model.coefficients.reduce(
    (sum, coefficient, j) => sum + (coefficient * (means[j]! - model.means[j]!)) / model.scales[j]!,
    model.intercept,
  );
  return { ...model, intercept, means: [...means] };
}
