import {
  type LinkModel,
  type ModelComparison,
  admitModel,
  canonicalJson,
  isPriorModel,
} from "@interlude/core-links";
import type { FitOutcome } from "./trainings.repository.js";

/** What becomes of a training: a model that takes over, or the reason why the one in use stays. */
export type TrainingDecision =
  | { readonly kind: "takes-over"; readonly model: LinkModel; readonly comparison: ModelComparison }
  | {
      readonly kind: "refused";
      /** Stable; the reason may be reworded. */
      readonly code: string;
      readonly reason: string;
      /** The refused model with its comparison; null if there was none that could be kept. */
      readonly challenger: { readonly model: LinkModel; readonly comparison: ModelComparison } | null;
    };

/**
 * Lets a trained model take over if it can be served and is not worse than its champion on the newest window. The prior
 * model has no measured precision, and so no candidates: whatever has any takes over from it.
 * @param champion the model in use
 */
export function decide(outcome: FitOutcome, champion: LinkModel): TrainingDecision {
  if (outcome.kind !== "trained") {
    return { kind: "refused", code: outcome.code, reason: outcome.reason, challenger: null };
  }
  const { model, comparison } = outcome;
  const admission = admitModel({ text: canonicalJson(model), contentHash: null });
  if (admission.kind === "refused") {
    const reason = `model ${model.id} cannot be served: ${admission.reason}`;
    return { kind: "refused", code: admission.code, reason, challenger: null };
  }
  if (comparison.holds || isPriorModel(champion)) return { kind: "takes-over", model, comparison };
  return {
    kind: "refused",
    code: "LINK_MODEL_WORSE",
    reason: `model ${model.id} is worse than ${champion.id} on the newest window (${inWords(comparison)})`,
    challenger: { model, comparison },
  };
}

/** The comparison for people who read the status. */
export function inWords({ champion, challenger, positives, pairs }: ModelComparison): string {
  return (
    `average precision ${challenger.averagePrecision.toFixed(4)} against ${champion.averagePrecision.toFixed(4)}, ` +
    `log loss ${challenger.logLoss.toFixed(4)} against ${champion.logLoss.toFixed(4)}, on ${positives} new links among ${pairs} pairs`
  );
}
