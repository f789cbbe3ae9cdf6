import type { GeneratorKind } from "@interlude/core-tracks";
import type { FitOutcome, FittedCard, Refusal } from "./fit-outcome.js";

/** What becomes of a training. */
export interface TrainingDecision {
  /** The model that takes over; null if the one in use stays. */
  readonly takesOver: FittedCard | null;
  /** The VAE, if there is one that may not serve. */
  readonly rejected: FittedCard | null;
  /** Why the VAE does not serve; null if it does. */
  readonly refusal: Refusal | null;
}

/**
 * Lets a VAE that passed the gates take over. Until one has, the newest copula serves; it takes over from no VAE.
 * @param serving kind of the model in use that can be served, or null
 */
export function decide(outcome: FitOutcome, serving: GeneratorKind | null): TrainingDecision {
  if (outcome.kind === "failed") {
    const { code, reason } = outcome;
    return { takesOver: null, rejected: null, refusal: { code, reason } };
  }
  const { vae, copula, refusal } = outcome;
  if (vae !== null && refusal === null) return { takesOver: vae, rejected: null, refusal: null };
  return { takesOver: serving === "vae" ? null : copula, rejected: vae, refusal };
}
