import type { GenerationModelCard } from "@interlude/contracts";

/** What of a model's record the fit knows; the rest is decided later. */
export type FittedCard = Omit<
  GenerationModelCard,
  "status" | "refusalCode" | "refusal" | "takesOverAtEpoch" | "trainedAtEpoch" | "cause"
>;

/** Why there is no VAE, or why it may not serve. */
export interface Refusal {
  /** Stable; the reason may be reworded. */
  readonly code: string;
  readonly reason: string;
}

/** What a fit gave. Artifacts are in the store. */
export type FitOutcome =
  | {
      readonly kind: "trained";
      readonly copula: FittedCard;
      /** Null if the training of its network failed. */
      readonly vae: FittedCard | null;
      /** Null if the VAE passed all gates. */
      readonly refusal: Refusal | null;
    }
  /** Nothing could be fitted. */
  | ({ readonly kind: "failed" } & Refusal);
