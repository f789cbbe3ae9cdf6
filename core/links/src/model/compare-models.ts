import { averagePrecision, logLoss, precisionRecallCurve } from "../evaluation.js";
import { type LogisticModel, probability } from "../logistic-model.js";

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

/** Held-out pairs as the regression sees them. */
interface HeldOutRows {
  /** labels.length × as many values as the models have coefficients. */
  readonly values: Float64Array;
  readonly labels: Uint8Array;
}

/**
 * Compares two models of the same features on pairs that neither was fitted on.
 * @throws LinkError `LINKS_ONE_CLASS` if there are no links or no non-links among them
 */
export function compareModels(
  champion: LogisticModel & { readonly id: string },
  challenger: LogisticModel,
  rows: HeldOutRows,
): ModelComparison {
  const [theirs, ours] = [scoreOf(champion, rows), scoreOf(challenger, rows)];
  return {
    championId: champion.id,
    pairs: rows.labels.length,
    positives: rows.labels.reduce((sum, label) => sum + label, 0),
    champion: theirs,
    challenger: ours,
    holds:
      ours.averagePrecision > theirs.averagePrecision ||
      (ours.averagePrecision === theirs.averagePrecision && ours.logLoss <= theirs.logLoss),
  };
}

function scoreOf(model: LogisticModel, { values, labels }: HeldOutRows): WindowScore {
  const width = model.coefficients.length;
  const probabilities = Float64Array.from(labels, (_, row) => probability(model, values, row * width));
  return {
    averagePrecision: averagePrecision(precisionRecallCurve(probabilities, labels)),
    logLoss: logLoss(probabilities, labels),
  };
}
