import type { LinkModelCard } from "@interlude/contracts";
import {
  MODEL_FEATURES,
  type LinkModel,
  type ModelComparison,
  PROBABILITY_MEANING,
  canonicalJson,
  contentHash,
} from "@interlude/core-links";

/** When a model was trained, and what was decided of it. */
export interface ModelDecision {
  readonly epoch: number;
  readonly graphVersion: number;
  readonly takesOverAtEpoch: number;
  /** Null for the built-in prior model. */
  readonly comparison: ModelComparison | null;
  /** Why it does not take over, or null. */
  readonly refusal: string | null;
}

/** A model as it is published: everything a reader needs to recompute a score and to judge the model. */
export function linkModelCard(model: LinkModel, decision: ModelDecision): LinkModelCard {
  const content = canonicalJson(model);
  const { report } = model;
  const windows = Object.entries(model.trainedOn);
  return {
    modelId: model.id,
    trainedAtEpoch: decision.epoch,
    graphVersion: decision.graphVersion,
    intercept: model.intercept,
    features: featuresOf(model),
    operatingPoints: model.operatingPoints.map(({ name, ...point }) => ({
      name,
      ...point,
      decisionThreshold:
        model.decisionThresholds.find(({ operatingPoint }) => operatingPoint === name)?.probability ?? null,
    })),
    metrics: Object.fromEntries([
      ...model.metrics.flatMap(({ measuredAgainst, ...numbers }) => prefixed(measuredAgainst, numbers)),
      ...windows.flatMap(([name, { share }]) => prefixed(name, { share })),
    ]),
    counts: Object.fromEntries([
      ["asOf", model.asOf],
      ...windows.flatMap(([name, { share: _share, ...counts }]) => prefixed(name, counts)),
    ]),
    probabilityMeaning: PROBABILITY_MEANING,
    contentHash: contentHash(content),
    model: content,
    takesOverAtEpoch: decision.takesOverAtEpoch,
    takesOver: decision.refusal === null,
    comparison: comparisonOf(decision),
    dataWindow: report && { ...report.window },
    precisionRecall: (report?.curves ?? []).map(({ measuredAgainst, points }) => ({
      measuredAgainst,
      points: [...points],
    })),
    calibration: report && { ...report.calibration, bins: [...report.calibration.bins] },
    separated: report?.separated ?? false,
    convergence: report && { ...report.convergence, held: [...report.convergence.held] },
    knownRecall: model.knownRecall && { ...model.knownRecall, points: [...model.knownRecall.points] },
  };
}

function featuresOf(model: LinkModel): LinkModelCard["features"] {
  return MODEL_FEATURES.map(({ name, definition }, j) => {
    const inference = model.report?.coefficients[j];
    return {
      name,
      description: definition,
      mean: model.means[j]!,
      scale: model.scales[j]!,
      coefficient: model.coefficients[j]!,
      fittedCoefficient: inference?.fitted ?? null,
      standardError: inference?.standardError ?? null,
      bootstrapError: inference?.bootstrapError ?? null,
      oddsRatio: inference?.oddsRatio?.value ?? null,
      oddsRatioLow: inference?.oddsRatio?.low ?? null,
      oddsRatioHigh: inference?.oddsRatio?.high ?? null,
      varianceInflation: inference?.varianceInflation ?? null,
      constant: inference?.constant ?? false,
    };
  });
}

function comparisonOf({ comparison }: ModelDecision): LinkModelCard["comparison"] {
  if (comparison === null) return null;
  const { championId, pairs, positives, champion, challenger } = comparison;
  return {
    championId,
    pairs,
    positives,
    championAveragePrecision: champion.averagePrecision,
    challengerAveragePrecision: challenger.averagePrecision,
    championLogLoss: champion.logLoss,
    challengerLogLoss: challenger.logLoss,
  };
}

/** `auc` of `balanced` becomes `balanced.auc`. */
function prefixed(prefix: string, numbers: object): [string, number][] {
  return Object.entries(numbers as Record<string, number>).map(([name, value]) => [
    `${prefix}.${name}`,
    value,
  ]);
}
