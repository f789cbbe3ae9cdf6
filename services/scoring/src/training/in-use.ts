import {
  type DecisionThreshold,
  type LinkModel,
  PRIOR_MODEL,
  admitModel,
  isPriorModel,
  selectDecisionThreshold,
} from "@interlude/core-links";
import type { ScoringState } from "./models.repository.js";

/** The model to score with, and why it is not the stored one. */
export interface ModelInUse {
  readonly model: LinkModel;
  /** What candidates reach; null lets nothing through. */
  readonly threshold: DecisionThreshold | null;
  /** Why the stored model is not served, or null. */
  readonly refused: string | null;
}

/**
 * The stored model; the built-in prior model before the first one, and in the place of one that cannot be served.
 * @param operatingPoint the one that candidates must pass; null leaves it to the model
 */
export function modelInUse({ model: kept }: ScoringState, operatingPoint: string | null): ModelInUse {
  // A build brings its own prior model: one of another build is not missed.
  const isTrained = kept !== null && !isPriorModel(kept);
  const admission = isTrained ? admitModel(kept) : null;
  const model = admission?.kind === "admitted" ? admission.model : PRIOR_MODEL;
  return {
    model,
    threshold: selectDecisionThreshold(model, operatingPoint ?? undefined),
    refused:
      admission?.kind === "refused"
        ? `model ${kept!.id} is not served (${admission.code}): ${admission.reason}`
        : null,
  };
}
