import { type Calibration, calibrationOf } from "./calibration.js";
import { seededRandom } from "./seeded-random.js";

/** 97.5% quantile of the normal distribution. */
const Z = 1.959963984540054;
const SAMPLES = 1_000;
/** Fixed, so that the same pairs always give the same interval. */
const SEED = 0x3d6b2f17;

/** The calibration with 95% intervals of its sums. */
export interface CalibrationWithIntervals extends Calibration {
  readonly brierLow: number;
  readonly brierHigh: number;
  readonly eceLow: number;
  readonly eceHigh: number;
}

/**
 * Calibration of probabilities with 0/1 labels, at least one. The interval of the Brier score is that of a mean. That of
 * the expected calibration error is of a parametric bootstrap: what links each bin might have had, given those it had.
 */
export function calibrationWithIntervals(
  probabilities: Float64Array,
  labels: Uint8Array,
): CalibrationWithIntervals {
  const calibration = calibrationOf(probabilities, labels);
  const { brier, ece } = calibration;
  const n = labels.length;
  let deviations = 0;
  probabilities.forEach((p, i) => (deviations += ((p - labels[i]!) ** 2 - brier) ** 2));
  const half = n === 1 ? 1 : (Z * Math.sqrt(deviations / (n - 1))) / Math.sqrt(n);
  const errors = sampledErrors(calibration, n);
  return {
    ...calibration,
    brierLow: Math.max(0, brier - half),
    brierHigh: Math.min(1, brier + half),
    eceLow: Math.min(ece, errors[Math.floor(SAMPLES * 0.025)]!),
    eceHigh: Math.max(ece, errors[Math.ceil(SAMPLES * 0.975) - 1]!),
  };
}

/** Calibration errors of resampled bins, ascending. */
function sampledErrors({ bins }: Calibration, pairs: number): Float64Array {
  const random = seededRandom(SEED);
  return Float64Array.from({ length: SAMPLES }, () =>
    bins.reduce((sum, bin) => {
      // The normal approximation of the binomial distribution, cut at the ends of the share.
      const deviation = Math.sqrt((bin.observed * (1 - bin.observed)) / bin.pairs);
      const observed = Math.min(1, Math.max(0, bin.observed + deviation * standardNormal(random.next)));
      return sum + (bin.pairs * Math.abs(observed - bin.meanProbability)) / pairs;
    }, 0),
  ).sort();
}

/** A draw from the standard normal distribution (Box & Muller 1958). */
function standardNormal(uniform: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
