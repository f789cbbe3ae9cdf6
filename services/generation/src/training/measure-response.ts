import { type Matrix, columnOf, takeRows } from "@interlude/core-numerics";
import {
  type ConditionRow,
  type Measured,
  type ResponseCount,
  type TrackGenerator,
  conditionResponse,
  encodeConditions,
  generateRows,
  rankSpace,
} from "@interlude/core-tracks";
import { type EffectOf, columnsOf, effectsOn } from "./measure-effects.js";
import type { RealRows } from "./measure.js";

/** Held-out rows whose other conditions a sweep is made with; shares of the known values that a number is swept over. */
const MOST_ROWS = 500;
/** Real rows that effects are taken of; of more, as many at even distances. */
const MOST_REAL_ROWS = 10_000;
const LEVELS = [0.1, 0.3, 0.5, 0.7, 0.9];
/** Two-sided quantile of the normal distribution at 1%, and what is not next to nothing, in standard deviations. */
const SIGNIFICANT = 2.576;
const LEAST_SLOPE = 0.05;
const LEAST_DIFFERENCE = 0.2;

/**
 * Condition response of a generator: genre and popularity are swept through it, each with all other conditions as held-out
 * rows have them. Real rows say what should happen: the effect of a condition with the others as they are, by a linear
 * regression of the feature's ranks on all conditions. What genres differ by in all is no measure of that: most of it goes
 * with the artists' own sound, which is a condition, too, and stays where it is in a sweep.
 * @param real rows that show the effects
 * @param genre, popularity which conditions these are
 */
export function responseOf(
  generator: TrackGenerator,
  real: RealRows,
  held: RealRows,
  { genre, popularity }: { readonly genre: number; readonly popularity: number },
): Measured {
  const { declarations, names } = generator.conditions;
  const [genreName, popularityName] = [genre, popularity].map((at) => declarations[at]!.name);
  const asked = takeEvenly([...real.conditions.keys()], MOST_REAL_ROWS);
  const known = asked.map((row) => real.conditions[row]!);
  const codes = encodeConditions(generator.conditions, known);
  // A genre's profile is a function of the genre.
  const predictors = [...names.keys()].filter((at) => !names[at]!.startsWith(`${genreName} profile `));
  const at = (name: string) => predictors.findIndex((predictor) => names[predictor] === name);
  const toRanks = rankSpace(real.table);
  const ranks = toRanks(takeRows(real.table, asked));
  const x = columnsOf(codes, predictors);
  const effects = Array.from({ length: ranks.columns }, (_, j) => effectsOn(columnOf(ranks, j), x));

  const chosen = takeEvenly(held.conditions, MOST_ROWS);
  // Equal keys at every level: what is drawn differs by the condition alone.
  const swept = (condition: number, level: string | number): Float64Array => {
    const conditions = chosen.map((row): ConditionRow => row.with(condition, level));
    return meansOf(
      toRanks(
        generateRows(
          generator,
          conditions,
          [...chosen.keys()].map((row) => `sweep ${row}`),
        ),
      ),
    );
  };
  const counts: ResponseCount[] = [];
  const slope = at(popularityName!);
  if (slope >= 0 && known.some((row) => row[popularity] !== null)) {
    const numbers = Float64Array.from(
      known.map((row) => row[popularity] as number | null).filter((value) => value !== null),
    ).sort();
    const levels = LEVELS.map((share) => numbers[Math.floor(share * numbers.length)]!);
    const means = levels.map((level) => swept(popularity, level));
    const trend = (j: number) =>
      means.reduce((sum, mean, k) => sum + (k - (LEVELS.length - 1) / 2) * mean[j]!, 0);
    counts.push(counted(effects, [[slope, 1]], LEAST_SLOPE, trend));
  }
  const slots = [...new Set(known.map((row) => row[genre] as string | null))]
    .filter((value) => value !== null)
    .sort()
    .map((value) => ({ value, slot: at(`${genreName}=${value}`) }))
    .filter(({ slot }) => slot >= 0)
    .map(({ value, slot }) => ({ slot, means: swept(genre, value) }));
  for (const [k, one] of slots.entries()) {
    for (const other of slots.slice(0, k)) {
      const contrast = [
        [one.slot, 1],
        [other.slot, -1],
      ] as const;
      counts.push(counted(effects, contrast, LEAST_DIFFERENCE, (j) => one.means[j]! - other.means[j]!));
    }
  }
  return conditionResponse(counts);
}

/** Of the features with a clear effect, those that drawn rows move in the same direction. */
function counted(
  effects: readonly (EffectOf | null)[],
  contrast: Parameters<EffectOf>[0],
  least: number,
  drawn: (feature: number) => number,
): ResponseCount {
  let relations = 0;
  let agreeing = 0;
  for (const [j, effectOf] of effects.entries()) {
    if (effectOf === null) continue;
    const { size, t } = effectOf(contrast);
    if (!(Math.abs(size) >= least && Math.abs(t) >= SIGNIFICANT)) continue;
    relations++;
    if (drawn(j) * size > 0) agreeing++;
  }
  return { relations, agreeing };
}

function takeEvenly<Item>(items: readonly Item[], most: number): Item[] {
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.floor(items.length / step) }, (_, at) => items[Math.floor(at * step)]!);
}

/** Of rows without missing values. */
function meansOf(rows: Matrix): Float64Array {
  return Float64Array.from({ length: rows.columns }, (_, j) => {
    const column = columnOf(rows, j);
    return column.reduce((sum, value) => sum + value, 0) / column.length;
  });
}
