/** A figure over several splits. */
export interface Measure {
  readonly mean: number;
  /** Standard deviation over the splits; 0 for one. */
  readonly deviation: number;
  /** 95% interval of the mean by Student's t; null for one split. */
  readonly low: number | null;
  readonly high: number | null;
  /** Splits that gave the figure. */
  readonly splits: number;
}

/** A figure, or why it cannot be computed. */
export type Figure = Measure | { readonly unavailable: string };

/** 97.5% quantiles of Student's t for 1 … 30 degrees of freedom; beyond, the normal distribution's is near enough. */
const T = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/**
 * Sums up what the splits gave; those without a value give the reason if no split has one.
 * @param most the highest value there can be, where the interval ends; the lowest is 0
 */
export function measure(values: readonly (number | null)[], reason: string, most = 1): Figure {
  const given = values.filter((value) => value !== null);
  if (given.length === 0) return { unavailable: reason };
  const n = given.length;
  const mean = given.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, deviation: 0, low: null, high: null, splits: 1 };
  const deviation = Math.sqrt(given.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const half = ((T[n - 2] ?? 1.96) * deviation) / Math.sqrt(n);
  return { mean, deviation, low: Math.max(0, mean - half), high: Math.min(most, mean + half), splits: n };
}
