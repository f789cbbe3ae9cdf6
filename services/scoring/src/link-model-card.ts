import type { LinkModelCard } from "@interlude/contracts";
import { LINK_FEATURES, type LinkModel } from "@interlude/core-links";

/** A model as it is published: everything a reader needs to recompute a score. */
export function linkModelCard(
  model: LinkModel,
  at: { readonly epoch: number; readonly graphVersion: number },
): LinkModelCard {
  return {
    modelId: model.id,
    trainedAtEpoch: at.epoch,
    graphVersion: at.graphVersion,
    intercept: model.intercept,
    features: LINK_FEATURES.map(({ name, description }, j) => ({
      name,
      description,
      mean: model.means[j]!,
      scale: model.scales[j]!,
      coefficient: model.coefficients[j]!,
    })),
    operatingPoints: model.operatingPoints.map(
      ({ name, target, measuredAgainst, threshold, precision, lowerBound, support }) => ({
        name,
        target,
        measuredAgainst,
        threshold,
        precision,
        lowerBound,
        support,
      }),
    ),
    metrics: Object.fromEntries(
      model.metrics.flatMap(({ measuredAgainst, ...numbers }) => prefixed(measuredAgainst, numbers)),
    ),
    counts: Object.fromEntries([
      ["asOf", model.asOf],
      ...prefixed("training", model.trainedOn.training),
      ...prefixed("calibration", model.trainedOn.calibration),
    ]),
  };
}

/** `auc` of `balanced` becomes `balanced.auc`. */
function prefixed(prefix: string, numbers: object): [string, number][] {
  return Object.entries(numbers as Record<string, number>).map(([name, value]) => [
    `${prefix}.${name}`,
    value,
  ]);
}
