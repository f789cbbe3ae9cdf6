import { LinkError } from "./errors.js";

/**
 * logit P(link) = intercept + Σ coefficients[j] · (x[j] − means[j]) / scales[j]
 *
 * The intercept is the logit of a pair whose every feature is average; each term of the sum is that feature's
 * contribution, in log-odds.
 */
export interface LogisticModel {
  readonly intercept: number;
  readonly coefficients: readonly number[];
  readonly means: readonly number[];
  readonly scales: readonly number[];
}

/** ln(p / (1 − p)). */
export function logit(p: number): number {
  return Math.log(p) - Math.log1p(-p);
}

/** 1 / (1 + e^−x), without overflow at either end. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** What each feature of the vector at `values[offset …]` adds to the logit, in log-odds; 0 where the value is not known (NaN). */
export function contributions(model: LogisticModel, values: ArrayLike<number>, offset = 0): number[] {
  return model.coefficients.map((_, j) => contribution(model, j, values[offset + j]!));
}

/** The logit of the vector at `values[offset …]`: the intercept plus the contributions, in their order. */
export function linearScore(model: LogisticModel, values: ArrayLike<number>, offset = 0): number {
  let score = model.intercept;
  for (let j = 0; j < model.coefficients.length; j += 1) {
    score += contribution(model, j, values[offset + j]!);
  }
  return score;
}

/** The model's probability of a link for the vector at `values[offset …]`. */
export function probability(model: LogisticModel, values: ArrayLike<number>, offset = 0): number {
  return sigmoid(linearScore(model, values, offset));
}

/**
 * The model as if it had been trained where a share `truePrevalence` of the pairs are links, instead of
 * `sampledPrevalence` (0.5 for balanced samples): only the intercept moves (King & Zeng 2001, prior correction).
 * @throws LinkError `LINKS_INVALID_ARGUMENT` unless both lie strictly between 0 and 1
 */
export function correctPrior(
  model: LogisticModel,
  { sampledPrevalence, truePrevalence }: { sampledPrevalence: number; truePrevalence: number },
): LogisticModel {
  for (const prevalence of [sampledPrevalence, truePrevalence]) {
    if (!(prevalence > 0 && prevalence < 1)) {
      throw new LinkError(
        "LINKS_INVALID_ARGUMENT",
        `a prevalence of ${prevalence} cannot be corrected for: it must lie between 0 and 1`,
      );
    }
  }
  return { ...model, intercept: model.intercept + logit(truePrevalence) - logit(sampledPrevalence) };
}

function contribution({ coefficients, means, scales }: LogisticModel, j: number, value: number): number {
  return Number.isNaN(value) || coefficients[j] === 0
    ? 0
    : (coefficients[j]! * (value - means[j]!)) / scales[j]!;
}
