import { type Matrix, rowOf, zeros } from "@interlude/core-numerics";
import { TracksError, requireLength } from "../errors.js";
import { type ScoreKnots, scoreKnots, scoreOfValue } from "../table/rank-knots.js";
import type { ConditionRow, FittedCategory, FittedConditions } from "./conditions.js";
import { checkConditions, slotNames } from "./fit-conditions.js";

// Beyond what training saw, a network's output is arbitrary.
const LARGEST_SCORE = 4;

/**
 * The conditions of rows as the network takes them, a column a name of `fitted.names`. A category without a slot is
 * among the others, and nowhere if training had none; one that training never saw has the profile of all rows. An
 * unknown number is 0, the middle, beside a 0 that says so.
 * @throws TracksError `CONDITIONS_INVALID`
 */
export function encodeConditions(fitted: FittedConditions, rows: readonly ConditionRow[]): Matrix {
  return encode(fitted, rows, undefined);
}

/**
 * The same for the very rows that the conditions were fitted to, each row's own scores left out of the profiles: what
 * is to be learnt must not be read off its own condition.
 * @param scores those of the fit
 * @throws TracksError `CONDITIONS_INVALID`, also for a category that the fit did not see; `SHAPE_MISMATCH`
 */
export function encodeTrainingConditions(
  fitted: FittedConditions,
  rows: readonly ConditionRow[],
  scores: Matrix,
): Matrix {
  requireLength("the list of condition rows", rows.length, scores.rows);
  requireLength("a row of scores", scores.columns, fitted.whole.sums.length);
  return encode(fitted, rows, scores);
}

/**
 * The slot of a row in the first category condition: the group of mixtures and copulas, named by `groupNames`. Null
 * without such a condition, and for a category that belongs nowhere.
 */
export function categoryOf(fitted: FittedConditions, row: ConditionRow): number | null {
  const category = fitted.categories[0];
  return category === undefined ? null : slotOf(category, row[category.condition] as string | null);
}

/** Names of the groups that `categoryOf` numbers. */
export function groupNames(fitted: FittedConditions): string[] {
  const category = fitted.categories[0];
  return category === undefined ? [] : slotNames(category);
}

/** The normal scores of the numbers that mixtures see, those that vary; 0 for an unknown one. */
export function numbersOf(fitted: FittedConditions, row: ConditionRow): Float64Array {
  return numberScoresOf(fitted, row).filter((_, at) => {
    const { condition } = fitted.numbers[at]!;
    return fitted.declarations[condition]!.inMixtures !== false;
  });
}

/** The normal scores of all numbers that vary; 0 for an unknown one. */
export function numberScoresOf(fitted: FittedConditions, row: ConditionRow): Float64Array {
  const knots = numberKnots(fitted);
  return Float64Array.from(fitted.numbers, ({ condition }, at) =>
    scoreOfCondition(knots[at]!, row[condition] as number | null),
  );
}

function encode(
  fitted: FittedConditions,
  rows: readonly ConditionRow[],
  training: Matrix | undefined,
): Matrix {
  checkConditions(fitted.declarations, rows);
  const encoded = zeros(rows.length, fitted.names.length);
  const knots = numberKnots(fitted);
  const profiles = fitted.categories.map(
    (category) => new Map(category.profiles.map((profile) => [profile.value, profile])),
  );
  for (const [at, row] of rows.entries()) {
    const code = rowOf(encoded, at);
    const own = training === undefined ? undefined : rowOf(training, at);
    let to = 0;
    for (const [k, category] of fitted.categories.entries()) {
      const value = row[category.condition] as string | null;
      const slot = slotOf(category, value);
      if (slot !== null) code[to + slot] = 1;
      to += slotNames(category).length;
      const profile = profiles[k]!.get(value);
      if (own !== undefined && profile === undefined) {
        throw new TracksError(
          "CONDITIONS_INVALID",
          `row ${at} has category ${JSON.stringify(value)}, which the conditions were not fitted to; ` +
            "encode rows that are not of the training with encodeConditions",
        );
      }
      writeProfile(fitted, profile, own, code.subarray(to, to + fitted.whole.sums.length));
      to += fitted.whole.sums.length;
    }
    for (const [k, { condition, sometimesUnknown }] of fitted.numbers.entries()) {
      const value = row[condition] as number | null;
      code[to++] = scoreOfCondition(knots[k]!, value);
      if (sometimesUnknown) code[to++] = value === null ? 0 : 1;
    }
  }
  return encoded;
}

/** The mean scores of a category, shrunk towards those of all rows; without the scores of one row if it is given. */
function writeProfile(
  { whole, shrinkage }: FittedConditions,
  profile: { readonly sums: readonly number[]; readonly counts: readonly number[] } | undefined,
  own: Float64Array | undefined,
  to: Float64Array,
): void {
  for (let at = 0; at < to.length; at++) {
    const left = own === undefined || Number.isNaN(own[at]!) ? undefined : own[at]!;
    const without = (count: number) => (left === undefined ? count : count - 1);
    const count = without(whole.counts[at]!);
    const mean = count > 0 ? (whole.sums[at]! - (left ?? 0)) / count : 0;
    if (profile === undefined) to[at] = mean;
    else {
      const sum = profile.sums[at]! - (left ?? 0) + shrinkage * mean;
      to[at] = sum / Math.max(without(profile.counts[at]!) + shrinkage, 1e-9);
    }
  }
}

function slotOf({ values, other }: FittedCategory, value: string | null): number | null {
  const slot = values.indexOf(value);
  if (slot >= 0) return slot;
  return other ? values.length : null;
}

function scoreOfCondition(knots: ScoreKnots, value: number | null): number {
  if (value === null) return 0;
  return Math.min(Math.max(scoreOfValue(knots, value), -LARGEST_SCORE), LARGEST_SCORE);
}

const compiled = new WeakMap<FittedConditions, readonly ScoreKnots[]>();

function numberKnots(fitted: FittedConditions): readonly ScoreKnots[] {
  let knots = compiled.get(fitted);
  if (knots === undefined) compiled.set(fitted, (knots = fitted.numbers.map(scoreKnots)));
  return knots;
}
