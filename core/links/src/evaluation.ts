import { clopperPearsonLower, lowerBoundReaches } from "./clopper-pearson.js";
import { LinkError } from "./errors.js";

/** One point of a precision–recall curve: everything with a score of at least `threshold` counts as predicted. */
interface PrecisionRecallPoint {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  /** How many are predicted. */
  readonly support: number;
  /** How many of them are positive. */
  readonly truePositives: number;
}

/** From the strictest threshold to the laxest, one point for each distinct score. */
export type PrecisionRecallCurve = readonly PrecisionRecallPoint[];

/**
 * The curve of scores with 0/1 labels; equal scores are predicted together.
 * @throws LinkError `LINKS_INVALID_ARGUMENT` if lengths differ or a score is not a number
 */
export function precisionRecallCurve(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
): PrecisionRecallCurve {
  const [positives, negatives] = fallingByLabel(scores, labels);
  const points: PrecisionRecallPoint[] = [];
  let truePositives = 0;
  let falsePositives = 0;
  while (truePositives < positives.length || falsePositives < negatives.length) {
    const threshold = Math.max(positives[truePositives] ?? -Infinity, negatives[falsePositives] ?? -Infinity);
    while (positives[truePositives] === threshold) truePositives += 1;
    while (negatives[falsePositives] === threshold) falsePositives += 1;
    const support = truePositives + falsePositives;
    const recall = positives.length === 0 ? 0 : truePositives / positives.length;
    points.push({ threshold, precision: truePositives / support, recall, support, truePositives });
  }
  return points;
}

/**
 * Area under the ROC curve: the probability that a random positive scores above a random negative, ties counting
 * half (Mann & Whitney 1947).
 * @throws LinkError `LINKS_ONE_CLASS` if there are no positives or no negatives
 */
export function rocAuc(curve: PrecisionRecallCurve): number {
  const { positives, negatives } = bothClasses(curve);
  let area = 0;
  let previousTrue = 0;
  let previousFalse = 0;
  for (const { support, truePositives } of curve) {
    const falsePositives = support - truePositives;
    area += ((falsePositives - previousFalse) * (truePositives + previousTrue)) / 2;
    previousTrue = truePositives;
    previousFalse = falsePositives;
  }
  return area / (positives * negatives);
}

/**
 * Average precision: Σ (recall gained at a point) × (precision there).
 * @throws LinkError `LINKS_ONE_CLASS` if there are no positives or no negatives
 */
export function averagePrecision(curve: PrecisionRecallCurve): number {
  bothClasses(curve);
  let sum = 0;
  let previousRecall = 0;
  for (const { precision, recall } of curve) {
    sum += (recall - previousRecall) * precision;
    previousRecall = recall;
  }
  return sum;
}

/**
 * Share of positives among the `k` best scores (all, when there are fewer). If equal scores straddle rank k,
 * the expectation over their orders.
 * @throws LinkError `LINKS_INVALID_ARGUMENT` unless k is a positive whole number
 */
export function precisionAt(k: number, curve: PrecisionRecallCurve): number {
  if (!Number.isInteger(k) || k < 1) {
    throw new LinkError("LINKS_INVALID_ARGUMENT", `precision at ${k}: expected a positive whole number`);
  }
  let before = { support: 0, truePositives: 0 };
  for (const point of curve) {
    if (point.support >= k) {
      const share = (k - before.support) / (point.support - before.support);
      return (before.truePositives + share * (point.truePositives - before.truePositives)) / k;
    }
    before = point;
  }
  return before.support === 0 ? 0 : before.truePositives / before.support;
}

/** Mean −ln(probability given to the true label), in nats. Probabilities are kept 1e-15 away from 0 and 1. */
export function logLoss(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i += 1) {
    const p = Math.min(1 - 1e-15, Math.max(1e-15, probabilities[i]!));
    sum -= labels[i] === 1 ? Math.log(p) : Math.log1p(-p);
  }
  return sum / labels.length;
}

/** A threshold whose precision is confirmed on held-out pairs. */
interface OperatingThreshold {
  readonly threshold: number;
  readonly precision: number;
  /** One-sided Clopper–Pearson lower bound of the precision. */
  readonly lowerBound: number;
  readonly support: number;
  readonly recall: number;
}

/**
 * The laxest threshold at which the lower confidence bound of precision is at least `target`, or null if there is
 * none.
 * @throws LinkError `LINKS_INVALID_ARGUMENT` unless 0 < target < 1
 */
export function operatingPoint(
  curve: PrecisionRecallCurve,
  target: number,
  confidence = 0.95,
): OperatingThreshold | null {
  if (!(target > 0 && target < 1)) {
    throw new LinkError("LINKS_INVALID_ARGUMENT", `a precision target of ${target} is not between 0 and 1`);
  }
  const point = curve.findLast(({ truePositives, support }) =>
    lowerBoundReaches(target, truePositives, support, confidence),
  );
  if (point === undefined) return null;
  const { threshold, precision, recall, support, truePositives } = point;
  return {
    threshold,
    precision,
    recall,
    support,
    lowerBound: clopperPearsonLower(truePositives, support, confidence),
  };
}

/** The scores of the positives and of the negatives, each from the highest down. */
function fallingByLabel(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
): [positives: Float64Array, negatives: Float64Array] {
  if (scores.length !== labels.length) {
    throw new LinkError("LINKS_INVALID_ARGUMENT", `${scores.length} scores for ${labels.length} labels`);
  }
  const byLabel: [number[], number[]] = [[], []];
  for (let i = 0; i < scores.length; i += 1) {
    const score = scores[i]!;
    if (Number.isNaN(score)) throw new LinkError("LINKS_INVALID_ARGUMENT", `score ${i} is not a number`);
    byLabel[labels[i] === 1 ? 0 : 1].push(score);
  }
  // Sorting plain numbers natively is many times faster than sorting indices with a comparison.
  return [Float64Array.from(byLabel[0]).sort().reverse(), Float64Array.from(byLabel[1]).sort().reverse()];
}

function bothClasses(curve: PrecisionRecallCurve): { positives: number; negatives: number } {
  const last = curve.at(-1) ?? { truePositives: 0, support: 0 };
  const positives = last.truePositives;
  const negatives = last.support - positives;
  if (positives > 0 && negatives > 0) return { positives, negatives };
  throw new LinkError(
    "LINKS_ONE_CLASS",
    `${positives} positives and ${negatives} negatives: both are needed to rank one above the other`,
  );
}
