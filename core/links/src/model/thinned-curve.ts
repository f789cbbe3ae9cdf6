import type { PrecisionRecallCurve } from "../evaluation.js";

/** A point of a published curve: what holds of everything with a probability of at least `threshold`. */
export interface CurvePoint {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  /** How many pairs reach it. */
  readonly support: number;
}

/**
 * Points of a curve that show its form: at most `most`, evenly spaced in recall, the first and the last among them.
 * @param most at least 2
 */
export function thinnedCurve(curve: PrecisionRecallCurve, most: number): CurvePoint[] {
  const kept = curve.length <= most ? curve : evenlyInRecall(curve, most);
  return kept.map(({ threshold, precision, recall, support }) => ({ threshold, precision, recall, support }));
}

/** The first point at or past each of `most` − 1 even steps of recall, between the first and the last of all. */
function evenlyInRecall(curve: PrecisionRecallCurve, most: number): PrecisionRecallCurve {
  const last = curve.at(-1)!;
  const kept = [curve[0]!];
  for (const point of curve.slice(1, -1)) {
    if (kept.length < most - 1 && point.recall >= (last.recall * kept.length) / (most - 1)) kept.push(point);
  }
  return [...kept, last];
}
