import { clopperPearsonLower } from "./clopper-pearson.js";

const BINS = 10;

/** What became of the pairs whose probability fell into one bin. */
interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  readonly meanProbability: number;
  /** Share of links, with its two-sided 95% Clopper–Pearson interval. */
  readonly observed: number;
  readonly low: number;
  readonly high: number;
}

/** How far probabilities can be taken at their word. */
export interface Calibration {
  /** Bins of equal width that hold any pair. */
  readonly bins: readonly ReliabilityBin[];
  /** Mean squared difference of probability and outcome (Brier 1950). */
  readonly brier: number;
  /** Mean |observed − probability| over the bins, by their pairs (expected calibration error). */
  readonly ece: number;
}

/** Calibration of probabilities with 0/1 labels, at least one. */
export function calibrationOf(probabilities: Float64Array, labels: Uint8Array): Calibration {
  const pairs = new Float64Array(BINS);
  const links = new Float64Array(BINS);
  const sums = new Float64Array(BINS);
  let squares = 0;
  probabilities.forEach((p, i) => {
    const bin = Math.min(BINS - 1, Math.floor(p * BINS));
    pairs[bin]! += 1;
    links[bin]! += labels[i]!;
    sums[bin]! += p;
    squares += (p - labels[i]!) ** 2;
  });
  const bins = Array.from(pairs.keys())
    .filter((bin) => pairs[bin]! > 0)
    .map((bin) => {
      const [count, successes] = [pairs[bin]!, links[bin]!];
      return {
        from: bin / BINS,
        to: (bin + 1) / BINS,
        pairs: count,
        meanProbability: sums[bin]! / count,
        observed: successes / count,
        low: clopperPearsonLower(successes, count, 0.975),
        high: 1 - clopperPearsonLower(count - successes, count, 0.975),
      };
    });
  const gap = bins.reduce((sum, bin) => sum + bin.pairs * Math.abs(bin.observed - bin.meanProbability), 0);
  return { bins, brier: squares / probabilities.length, ece: gap / probabilities.length };
}
