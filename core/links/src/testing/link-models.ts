import { FEATURE_NAMES, type FeatureName } from "../features/link-features.js";
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
  const perFeature = (given: Partial<Record<FeatureName, number>>, others: number) =>
    FEATURE_NAMES.map((name) => given[name] ?? others);
  return {
    id: "link-0000000000000001",
    schema: LINK_MODEL_SCHEMA,
    features: [...FEATURE_NAMES],
    asOf: 40,
    intercept: -1,
    coefficients: perFeature(
      {
        commonNeighbours: 0.5,
        adamicAdar: 1,
        preferentialAttachment: -0.2,
        inactivity: -0.1,
        // Only where facts are known.
        sharedGenres: 0.7,
        sameCountry: 0.4,
        newcomer: 2.5,
      },
      0,
    ),
    means: perFeature({ commonNeighbours: 1, adamicAdar: 1, preferentialAttachment: 3, inactivity: 2 }, 0),
    scales: perFeature({ commonNeighbours: 0.5, adamicAdar: 0.5 }, 1),
    operatingPoints: [operatingPoint("balanced-80", 0.3), operatingPoint("prevalence-80", null)],
    decisionThresholds: [],
    metrics: [],
    trainedOn: { training: NO_WINDOW_COUNTS, calibration: NO_WINDOW_COUNTS },
    report: null,
    knownRecall: null,
    ...change,
  };
}
