import type { Baseline } from "../link-model.js";
import { type LogisticModel, linearScore } from "../logistic-model.js";
import { FEATURE_COUNT } from "../features/link-features.js";
import type { SeededRandom } from "../seeded-random.js";
import type { ScoredPairs, WindowGraph } from "../windows/window-graph.js";

/** Logits of a window's held-out edges: against as many random non-edges, and of all pairs at distance two. */
export type WindowScores = Readonly<Record<Baseline, ScoredPairs>>;

/** Held-out edges that are set against random non-edges at most. */
const MOST_POSITIVES = 50_000;

/** Scores the pairs of a window. */
export function scoreWindow(window: WindowGraph, model: LogisticModel, random: SeededRandom): WindowScores {
  const positives = window.drawPositives(MOST_POSITIVES, random);
  const pairs = [...positives, ...window.drawNonEdges(positives.length, random)];
  const values = window.rowsOf(pairs);
  return {
    balanced: {
      scores: Float64Array.from(pairs, (_, i) => linearScore(model, values, i * FEATURE_COUNT)),
      labels: Uint8Array.from(pairs, (_, i) => Number(i < positives.length)),
    },
    prevalence: window.scoreAtDistanceTwo(model),
  };
}

/** The logits of a fitted model as they are under the same model after its calibration. */
export function rescored(
  scores: WindowScores,
  fitted: LogisticModel,
  calibrated: LogisticModel,
): WindowScores {
  const j = fitted.coefficients.findIndex((coefficient) => coefficient !== 0);
  const slope = calibrated.coefficients[j]! / fitted.coefficients[j]!;
  const move = ({ scores: logits, labels }: ScoredPairs): ScoredPairs => ({
    scores: logits.map((value) => calibrated.intercept + slope * (value - fitted.intercept)),
    labels,
  });
  return { balanced: move(scores.balanced), prevalence: move(scores.prevalence) };
}
