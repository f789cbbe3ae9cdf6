import type { PairColumns } from "../pairs/pair-columns.js";
import { DEGREE_FEATURES } from "./degree-features.js";
import { FACT_FEATURES } from "./fact-features.js";
import { type LinkFeature, transformValue } from "./link-feature.js";
import { NEIGHBOURHOOD_FEATURES } from "./neighbourhood-features.js";
import type { PairWorld } from "./pair-world.js";
import { PATH_FEATURES } from "./path-features.js";
import { SIMILARITY_FEATURES } from "./similarity-features.js";
import { TIME_FEATURES } from "./time-features.js";

/** Every feature of a pair, in the order of every vector of values. */
export const LINK_FEATURES = [
  ...NEIGHBOURHOOD_FEATURES,
  ...DEGREE_FEATURES,
  ...PATH_FEATURES,
  ...TIME_FEATURES,
  ...SIMILARITY_FEATURES,
  ...FACT_FEATURES,
] as const satisfies readonly LinkFeature[];

/** Name of a feature of this build. */
export type FeatureName = (typeof LINK_FEATURES)[number]["name"];

/** Values of a pair by feature, NaN where one is not known. */
export type PairFeatures = Readonly<Record<FeatureName, number>>;

/** The features that the model weighs, in the order of its coefficients. */
export const MODEL_FEATURES: readonly (LinkFeature & { readonly name: FeatureName })[] = LINK_FEATURES.filter(
  ({ fitted }) => fitted,
);

/** How many features the model weighs. */
export const FEATURE_COUNT = MODEL_FEATURES.length;

/** Names of the features that the model weighs, in their order. */
export const FEATURE_NAMES: readonly FeatureName[] = MODEL_FEATURES.map(({ name }) => name);

/** Values of every feature for some pairs, pair by pair. */
export function featuresOf(pairs: PairColumns, world: PairWorld): PairFeatures[] {
  const column = new Float64Array(pairs.count);
  const all = Array.from({ length: pairs.count }, (): Record<string, number> => ({}));
  for (const { name, values } of LINK_FEATURES) {
    values(pairs, world, column);
    all.forEach((features, i) => (features[name] = column[i]!));
  }
  return all as PairFeatures[];
}

/** What the regression sees of the values of a pair, in the order of {@link MODEL_FEATURES}. */
export function transformed(features: PairFeatures): number[] {
  return MODEL_FEATURES.map(({ name, transform }) => transformValue(features[name], transform));
}

/**
 * What the regression sees of some pairs, row after row in the order of {@link MODEL_FEATURES}.
 * @returns pairs.count × FEATURE_COUNT values
 */
export function designRows(pairs: PairColumns, world: PairWorld): Float64Array {
  const rows = new Float64Array(pairs.count * FEATURE_COUNT);
  const column = new Float64Array(pairs.count);
  MODEL_FEATURES.forEach(({ values, transform }, j) => {
    values(pairs, world, column);
    for (let i = 0; i < pairs.count; i += 1)
      rows[i * FEATURE_COUNT + j] = transformValue(column[i]!, transform);
  });
  return rows;
}
