import { type AcousticModel, blockOf } from "../acoustic-models.js";
import type { CatalogueFeatures } from "../profiles/catalogue-features.js";

/** The probabilities of one model in the order of its classes; null if the track lacks the model. */
export function classesOf(track: CatalogueFeatures, model: AcousticModel): number[] | null {
  return Object.hasOwn(track.probabilities, model) ? blockOf(track.probabilities, model) : null;
}
