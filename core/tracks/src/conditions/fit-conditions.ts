import type { Matrix } from "@interlude/core-numerics";
import { TracksError, requireLength } from "../errors.js";
import { fitRankKnots } from "../table/rank-knots.js";
import type {
  ConditionDeclaration,
  ConditionRow,
  FittedCategory,
  FittedConditions,
  FittedNumber,
} from "./conditions.js";

export interface ConditionOptions {
  /** How many rows a category needs for a slot of its own; 20 unless said. */
  readonly fewestRows?: number;
  /** With how many rows of the whole's mean a category's profile is blended; 10 unless said. */
  readonly shrinkage?: number;
}

// A condition is read, not reproduced: fewer knots than a column of the table has are plenty.
const MOST_KNOTS = 257;

/**
 * Fits how the conditions of rows are encoded: a slot for each frequent category and a profile for every one, ranks
 * for numbers. A number that never varies has no code.
 * @param scores of the same rows (see `scoresOf`): a category's profile is their mean, shrunk towards that of all
 * @throws TracksError `CONDITIONS_INVALID` with the row (from 0) and the condition, `SHAPE_MISMATCH`
 */
export function fitConditions(
  declarations: readonly ConditionDeclaration[],
  rows: readonly ConditionRow[],
  scores: Matrix,
  { fewestRows = 20, shrinkage = 10 }: ConditionOptions = {},
): FittedConditions {
  requireLength("the list of condition rows", rows.length, scores.rows);
  checkConditions(declarations, rows);
  const all = [...rows.keys()];
  const categories: FittedCategory[] = [];
  const numbers: FittedNumber[] = [];
  for (const [condition, { kind }] of declarations.entries()) {
    if (kind === "category") categories.push(fitCategory(condition, rows, scores, fewestRows));
    else numbers.push(...fitNumber(condition, rows));
  }
  return {
    declarations,
    names: [
      ...categories.flatMap((category) => categoryNames(declarations, category, scores.columns)),
      ...numbers.flatMap(({ condition, sometimesUnknown }) => {
        const { name } = declarations[condition]!;
        return sometimesUnknown ? [name, `${name} known`] : [name];
      }),
    ],
    categories,
    numbers,
    whole: sumsOf(scores, all),
    shrinkage,
  };
}

/** Names of a category's slots: its frequent values, then the others together. */
export function slotNames({ values, other }: FittedCategory): string[] {
  return [...values.map((value) => value ?? "(unknown)"), ...(other ? ["(other)"] : [])];
}

function categoryNames(
  declarations: readonly ConditionDeclaration[],
  category: FittedCategory,
  coordinates: number,
): string[] {
  const { name } = declarations[category.condition]!;
  return [
    ...slotNames(category).map((slot) => `${name}=${slot}`),
    ...Array.from({ length: coordinates }, (_, at) => `${name} profile ${at + 1}`),
  ];
}

function fitCategory(
  condition: number,
  rows: readonly ConditionRow[],
  scores: Matrix,
  fewestRows: number,
): FittedCategory {
  const byValue = new Map<string | null, number[]>();
  for (const [row, conditions] of rows.entries()) {
    const value = conditions[condition] as string | null;
    const members = byValue.get(value);
    if (members === undefined) byValue.set(value, [row]);
    else members.push(row);
  }
  const seen = [...byValue].sort(([one], [other]) => compare(one, other));
  const frequent = seen.filter(([, members]) => members.length >= fewestRows);
  return {
    condition,
    values: frequent.map(([value]) => value),
    other: frequent.length < seen.length,
    profiles: seen.map(([value, members]) => ({ value, ...sumsOf(scores, members) })),
  };
}

/** By code units; no category comes last. */
function compare(one: string | null, other: string | null): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  return one < other ? -1 : 1;
}

function fitNumber(condition: number, rows: readonly ConditionRow[]): FittedNumber[] {
  const known = Float64Array.from(
    rows.map((row) => row[condition] as number | null).filter((value) => value !== null),
  );
  if (known.length === 0) return [];
  const sometimesUnknown = known.length < rows.length;
  const knots = fitRankKnots(known, MOST_KNOTS);
  const varies = knots.values[0] !== knots.values.at(-1);
  return varies || sometimesUnknown ? [{ condition, ...knots, sometimesUnknown }] : [];
}

function sumsOf(scores: Matrix, rows: readonly number[]): { sums: number[]; counts: number[] } {
  const sums = Array.from({ length: scores.columns }, () => 0);
  const counts = Array.from({ length: scores.columns }, () => 0);
  for (const row of rows) {
    for (let at = 0; at < scores.columns; at++) {
      const score = scores.values[row * scores.columns + at]!;
      if (Number.isNaN(score)) continue;
      sums[at]! += score;
      counts[at]! += 1;
    }
  }
  return { sums, counts };
}

/**
 * Checks that rows have the declared conditions.
 * @throws TracksError `CONDITIONS_INVALID`
 */
export function checkConditions(
  declarations: readonly ConditionDeclaration[],
  rows: readonly ConditionRow[],
): void {
  for (const [at, row] of rows.entries()) {
    if (row.length !== declarations.length) {
      throw invalid(`row ${at} has ${row.length} conditions, ${declarations.length} are declared`);
    }
    for (const [condition, { name, kind }] of declarations.entries()) {
      const value = row[condition]!;
      const fits = kind === "category" ? typeof value === "string" : Number.isFinite(value);
      if (value === null || fits) continue;
      throw invalid(
        `row ${at}: ${name} is ${typeof value === "string" ? JSON.stringify(value) : value}, a ${kind} or null is expected`,
      );
    }
  }
}

function invalid(what: string): TracksError {
  return new TracksError("CONDITIONS_INVALID", what);
}
