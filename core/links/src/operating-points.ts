import { type PrecisionRecallCurve, operatingPoint } from "./evaluation.js";
import type { Baseline, LinkOperatingPoint } from "./link-model.js";

interface PrecisionTarget {
  readonly measuredAgainst: Baseline;
  readonly target: number;
}

/** The precisions that subscribers may ask for. */
export const PRECISION_TARGETS = [0.8, 0.85, 0.9] as const;

const TARGETS: readonly PrecisionTarget[] = (["balanced", "prevalence"] as const).flatMap((measuredAgainst) =>
  PRECISION_TARGETS.toReversed().map((target) => ({ measuredAgainst, target })),
);

/** Names of the operating points of every model, in its order. */
export const OPERATING_POINT_NAMES: readonly string[] = TARGETS.map(nameOf);

/** The operating points of a model by its curves on held-out pairs; those that it does not reach are empty. */
export function operatingPoints(
  curves: Readonly<Record<Baseline, PrecisionRecallCurve>>,
): LinkOperatingPoint[] {
  return TARGETS.map((target) => {
    const point = operatingPoint(curves[target.measuredAgainst], target.target);
    return {
      name: nameOf(target),
      ...target,
      threshold: point?.threshold ?? null,
      precision: point?.precision ?? null,
      lowerBound: point?.lowerBound ?? null,
      recall: point?.recall ?? null,
      support: point?.support ?? 0,
    };
  });
}

function nameOf({ measuredAgainst, target }: PrecisionTarget): string {
  return `${measuredAgainst}-${Math.round(target * 100)}`;
}
