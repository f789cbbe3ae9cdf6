import { averagePrecision, logLoss, precisionRecallCurve } from "../evaluation.js";
import { type LogisticModel, sigmoid } from "../logistic-model.js";
import type { ScoredPairs } from "../windows/window-graph.js";

/** How a model does on held-out pairs. */
export interface WindowScore {
  readonly averagePrecision: number;
  /** Mean −ln(probability of what happened), in nats. */
  readonly logLoss: number;
}

/** A new model (the challenger) against the one in use (the champion), on the same held-out pairs at distance two. */
export interface ModelComparison {
  readonly championId: string;
  readonly pairs: number;
  readonly positives: number;
  readonly champion: WindowScore;
  readonly challenger: WindowScore;
  /** Whether the challenger is not worse: of no lower average precision, and where that is equal of no higher loss. */
  readonly holds: boolean;
}

/**
 * Compares two models of the same features on pairs that neither was fitted on.
 * @param score the logits that a model gives them, with their labels
 * @throws LinkError `LINKS_ONE_CLASS` if there are no links or no non-links among them
 */
export function compareModels(
  champion: LogisticModel & { readonly id: string },
  challenger: LogisticModel,
  score: (model: LogisticModel) => ScoredPairs,
): ModelComparison {
  const held = score(challenger);
  const [theirs, ours] = [scoreOf(score(champion)), scoreOf(held)];
  return {
    championId: champion.id,
    pairs: held.labels.length,
    positives: held.labels.reduce((sum, label) => sum + label, 0),
    champion: theirs,
    challenger: ours,
    holds:
      ours.averagePrecision > theirs.averagePrecision ||
      (ours.averagePrecision === theirs.averagePrecision && ours.logLoss <= theirs.logLoss),
  };
}

function scoreOf({ scores, labels }: ScoredPairs): WindowScore {
  const probabilities = scores.map(sigmoid);
  return {
    averagePrecision: averagePrecision(precisionRecallCurve(probabilities, labels)),
    logLoss: logLoss(probabilities, labels),
  };
}
