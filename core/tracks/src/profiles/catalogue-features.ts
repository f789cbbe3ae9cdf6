import type { ClassProbabilities } from "../acoustic-models.js";

/** What is known of how a track sounds, as the catalogue publishes it. */
export interface CatalogueFeatures {
  /** By AcousticBrainz model, whole or not at all. */
  readonly probabilities: ClassProbabilities;
  /** Beats a minute. */
  readonly bpm: number | null;
  /** Pitch class of the key, 0 is C. */
  readonly key: number | null;
  readonly scale: string | null;
  /** 0 to 1. */
  readonly averageLoudness: number | null;
  /** Onsets a second. */
  readonly onsetRate: number | null;
  /** Decibels. */
  readonly dynamicComplexity: number | null;
}
