import { probit } from "../normal-distribution.js";
import type { Random } from "../random.js";

/**
 * The monotone map between the values of one coordinate and their shares of the training rows, as plain data: linear
 * between knots. A value that fills two knots is a point mass: it takes all shares between them.
 */
export interface RankKnots {
  /** Non-decreasing. */
  readonly values: readonly number[];
  /** Share of the training rows below, non-decreasing, in (0, 1). */
  readonly shares: readonly number[];
}

/** Knots with normal scores in place of shares, for computing. */
export interface ScoreKnots {
  readonly values: Float64Array;
  readonly shares: Float64Array;
  readonly scores: Float64Array;
}

/** A run of equal values: ranks `from` up to, but not including, `to`. */
interface Run {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

const MOST_KNOTS = 2000;

/**
 * Fits the map to values. Up to `most` knots each value has its own, at the middle of its rank; equal values have two,
 * at both ends of theirs. Of more values, those that fill at least 4/`most` of the rows keep their two knots, and of
 * the others those at `most`/2 quantiles, closer together towards both ends, keep one; the ends always do.
 * @param values at least one, finite, in any order; they are sorted in place
 */
export function fitRankKnots(values: Float64Array, most = MOST_KNOTS): RankKnots {
  const runs = runsOf(values.sort());
  const count = values.length;
  const whole = runs.reduce((sum, { from, to }) => sum + (to - from > 1 ? 2 : 1), 0) <= most;
  const chosen = whole ? undefined : runsAtQuantiles(runs, count, most / 2);
  const knots = { values: [] as number[], shares: [] as number[] };
  // The first and last half rank belong to the ends: a share of 0 or 1 has no finite score.
  const edge = (rank: number) => Math.min(Math.max(rank, 0.5), count - 0.5) / count;
  for (const [at, { value, from, to }] of runs.entries()) {
    if (to - from > 1 && (whole || to - from >= (4 * count) / most)) {
      knots.values.push(value, value);
      knots.shares.push(edge(from), edge(to));
    } else if (chosen?.has(at) ?? true) {
      knots.values.push(value);
      knots.shares.push((from + to) / 2 / count);
    }
  }
  return knots;
}

function runsOf(sorted: Float64Array): Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < sorted.length;) {
    let to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    runs.push({ value: sorted[from]!, from, to });
    from = to;
  }
  return runs;
}

function runsAtQuantiles(runs: readonly Run[], count: number, quantiles: number): Set<number> {
  const chosen = new Set([0, runs.length - 1]);
  let run = 0;
  for (let k = 0; k < quantiles; k++) {
    const rank = (count * (1 - Math.cos((Math.PI * (k + 0.5)) / quantiles))) / 2;
    while (runs[run]!.to <= rank && run < runs.length - 1) run++;
    chosen.add(run);
  }
  return chosen;
}

/** The knots with their normal scores. */
export function scoreKnots({ values, shares }: RankKnots): ScoreKnots {
  return {
    values: Float64Array.from(values),
    shares: Float64Array.from(shares),
    scores: Float64Array.from(shares, (share) => probit(share)),
  };
}

/**
 * The normal score of a value: of a point mass any of its scores, drawn by `random`, or the middle one without it.
 * Beyond the ends it is the score of the end.
 */
export function scoreOfValue(knots: ScoreKnots, value: number, random?: Random): number {
  const { values, shares, scores } = knots;
  const from = firstAtLeast(values, value);
  if (from === values.length) return scores[from - 1]!;
  if (values[from] !== value) {
    if (from === 0) return scores[0]!;
    return between(values[from - 1]!, values[from]!, scores[from - 1]!, scores[from]!, value);
  }
  if (values[from + 1] !== value) return scores[from]!;
  const share = shares[from]! + (shares[from + 1]! - shares[from]!) * (random?.uniform() ?? 0.5);
  return Math.min(Math.max(probit(share), scores[from]!), scores[from + 1]!);
}

/** The value at a normal score, always from the smallest to the largest that was fitted. */
export function valueOfScore({ values, scores }: ScoreKnots, score: number): number {
  const above = firstAbove(scores, score);
  if (above === scores.length) return values[above - 1]!;
  if (above === 0) return values[0]!;
  return between(scores[above - 1]!, scores[above]!, values[above - 1]!, values[above]!, score);
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function firstAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function between(x0: number, x1: number, y0: number, y1: number, x: number): number {
  if (x === x0) return y0;
  const y = y0 + (y1 - y0) * ((x - x0) / (x1 - x0));
  return Math.min(Math.max(y, y0), y1);
}
