import { ACOUSTIC_MODELS, type AcousticModel } from "../acoustic-models.js";
import { toPartsPerMillion, fromPartsPerMillion } from "../fixed-point-probabilities.js";
import type { Random } from "../random.js";
import type { CatalogueFeatures } from "../profiles/catalogue-features.js";

/** What a made-up track is to be like. */
export interface TrackTaste {
  /** Number of the class that each classifier with several classes favours, modulo how many it has. */
  readonly genre?: number;
  /** Log-odds by which the first class of a classifier with two is favoured. */
  readonly tilt?: number;
  /** Share of blocks that the track lacks; none unless said. */
  readonly missing?: number;
}

/** A random track as the catalogue has it: probabilities in whole parts per million. */
export function randomTrackInput(
  random: Random,
  { genre = 0, tilt = 0, missing = 0 }: TrackTaste = {},
): CatalogueFeatures {
  const models = (Object.keys(ACOUSTIC_MODELS) as AcousticModel[]).filter(() => random.uniform() >= missing);
  const probabilities = Object.fromEntries(
    models.map((model) => {
      const classes: readonly string[] = ACOUSTIC_MODELS[model];
      const favoured = classes.length === 2 ? 0 : genre % classes.length;
      const weights = classes.map((_, at) => {
        const favour = at === favoured ? (classes.length === 2 ? tilt : 2.5) : 0;
        return Math.exp(favour + 0.8 * random.normal());
      });
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return [model, Object.fromEntries(classes.map((name, at) => [name, weights[at]! / total]))];
    }),
  );
  const unless = <Value>(value: Value): Value | null => (random.uniform() < missing ? null : value);
  const key = unless(random.below(12));
  return {
    probabilities: fromPartsPerMillion(toPartsPerMillion(probabilities)),
    bpm: unless(110 + 10 * genre + 8 * random.normal()),
    key,
    scale: key === null ? null : random.uniform() < 0.6 ? "major" : "minor",
    averageLoudness: unless(Math.min(1, 0.8 + 0.15 * random.normal())),
    onsetRate: unless(3 + random.uniform()),
    dynamicComplexity: unless(4 + random.uniform()),
  };
}
