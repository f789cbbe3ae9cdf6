import { FEATURE_NAMES } from "../link-features.js";
import {
  LINK_MODEL_SCHEMA,
  type LinkModel,
  type LinkOperatingPoint,
  NO_WINDOW_COUNTS,
} from "../link-model.js";

/** An operating point of that name; a threshold of null was not reached. */
export function operatingPoint(name: string, threshold: number | null): LinkOperatingPoint {
  return {
    name,
    measuredAgainst: name.startsWith("balanced") ? "balanced" : "prevalence",
    target: 0.8,
    threshold,
    precision: null,
    lowerBound: null,
    recall: null,
    support: 0,
  };
}

/** A link model that was not trained: of the features of this build, each further one with a coefficient of 0. */
export function linkModel(change: Partial<LinkModel> = {}): LinkModel {
  const perFeature = (given: readonly number[], others: number) =>
    FEATURE_NAMES.map((_, j) => given[j] ?? others);
  return {
    id: "link-0000000000000001",
    schema: LINK_MODEL_SCHEMA,
    features: [...FEATURE_NAMES],
    asOf: 40,
    intercept: -1,
    coefficients: perFeature([0.5, 1, -0.2, -0.1], 0),
    means: perFeature([1, 1, 3, 2], 0),
    scales: perFeature([0.5, 0.5, 1, 1], 1),
    operatingPoints: [operatingPoint("balanced-80", 0.3), operatingPoint("prevalence-80", null)],
    decisionThresholds: [],
    metrics: [],
    trainedOn: { training: NO_WINDOW_COUNTS, calibration: NO_WINDOW_COUNTS },
    report: null,
    ...change,
  };
}
