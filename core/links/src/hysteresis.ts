import { logit, sigmoid } from "./logistic-model.js";

/**
 * How far the logit of a candidate may fall below that of the decision threshold before it is withdrawn. Without a margin
 * a pair on the threshold goes and comes back with every other edge around it; docs/scoring.md has what was measured.
 */
export const HYSTERESIS_MARGIN = 0.1;

/** Whether a pair becomes a candidate. */
export function reaches(pairLogit: number, threshold: number): boolean {
  return sigmoid(pairLogit) >= threshold;
}

/** Whether a pair that is a candidate may stay one (Schmitt trigger): it need not reach the threshold, but nearly. */
export function staysNear(pairLogit: number, threshold: number): boolean {
  return reaches(pairLogit, threshold) || pairLogit >= logit(threshold) - HYSTERESIS_MARGIN;
}

/** A probability that every pair has for which {@link staysNear}, if barely; Infinity of Infinity. */
export function lowestProbability(threshold: number): number {
  // Rounding may put the sigmoid of the least logit above what the logit itself stands for.
  return threshold === Infinity ? Infinity : sigmoid(logit(threshold) - HYSTERESIS_MARGIN) * (1 - 1e-9);
}
