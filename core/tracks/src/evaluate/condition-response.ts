import { type Matrix, columnOf } from "@interlude/core-numerics";
import type { ConditionRow } from "../conditions/conditions.js";
import { type JudgedRows, spearman } from "./compare-tables.js";

/** Draws rows for conditions, the key of each row being its number. */
export type DrawRows = (rows: readonly ConditionRow[]) => Matrix;

/** Correlations with a number, and differences of categories in standard deviations, that are worth following. */
const LEAST_CORRELATION = 0.1;
const LEAST_DIFFERENCE = 0.4;
const LEVELS = [0.1, 0.3, 0.5, 0.7, 0.9];
const FEWEST_ROWS = 30;

/**
 * Share of the pairs of neighbouring levels of a number, and of pairs of categories, between which the mean of a column
 * moves the way it does in real rows; of those columns alone that clearly move there. Null if none does.
 */
export function conditionResponse(
  held: JudgedRows,
  drawn: Matrix,
  rows: readonly ConditionRow[],
  conditions: readonly { readonly kind: "category" | "number" }[],
  draw: DrawRows,
): number | null {
  let right = 0;
  let pairs = 0;
  const columns = Array.from({ length: drawn.columns }, (_, j) => j);
  for (const [k, { kind }] of conditions.entries()) {
    if (kind === "number") {
      const moved = columns
        .map((j) => ({ j, sign: spearman(held, j, k) }))
        .filter(({ sign }) => Math.abs(sign) >= LEAST_CORRELATION);
      if (moved.length === 0) continue;
      const known = columnOf(held.conditions, k)
        .filter((value) => !Number.isNaN(value))
        .sort();
      const levels = [...new Set(LEVELS.map((share) => known[Math.floor(share * known.length)]!))];
      const means = levels.map((level) => meansOf(draw(rows.map((row) => row.with(k, level)))));
      for (const { j, sign } of moved) {
        for (let at = 1; at < means.length; at++) {
          pairs++;
          if ((means[at]![j]! - means[at - 1]![j]!) * sign > 0) right++;
        }
      }
    } else {
      const members = groupsOf(held.conditions, k);
      const real = members.map((own) => meansOf(held.table, own));
      const made = members.map((own) => meansOf(drawn, own));
      for (const j of columns) {
        const spread = deviationOf(held.table, j);
        for (let a = 0; a < real.length; a++) {
          for (let b = 0; b < a; b++) {
            const difference = (real[a]![j]! - real[b]![j]!) / spread;
            if (!(Math.abs(difference) >= LEAST_DIFFERENCE)) continue;
            pairs++;
            if ((made[a]![j]! - made[b]![j]!) * difference > 0) right++;
          }
        }
      }
    }
  }
  return pairs === 0 ? null : right / pairs;
}

/** Rows of each category that has thirty or more. */
export function groupsOf(conditions: Matrix, k: number): number[][] {
  const groups = new Map<number, number[]>();
  for (const [i, category] of columnOf(conditions, k).entries()) {
    const own = groups.get(category);
    if (own === undefined) groups.set(category, [i]);
    else own.push(i);
  }
  return [...groups.values()].filter((own) => own.length >= FEWEST_ROWS);
}

/**
 * Variance of drawn rows within a category over that of real ones: the median over categories and columns. Null where no
 * category has thirty rows.
 */
export function varianceRatio(held: JudgedRows, drawn: Matrix, category: number): number | null {
  const ratios: number[] = [];
  for (const own of groupsOf(held.conditions, category)) {
    for (let j = 0; j < drawn.columns; j++) {
      const real = deviationOf(held.table, j, own);
      // Of a column that hardly varies in a category, a ratio says nothing.
      if (real > 0.05 * deviationOf(held.table, j)) ratios.push((deviationOf(drawn, j, own) / real) ** 2);
    }
  }
  const sorted = ratios.sort((x, y) => x - y);
  return sorted.length === 0 ? null : sorted[sorted.length >> 1]!;
}

function meansOf(table: Matrix, rows?: readonly number[]): number[] {
  return Array.from({ length: table.columns }, (_, j) => meanAndDeviation(table, j, rows).mean);
}

function deviationOf(table: Matrix, column: number, rows?: readonly number[]): number {
  return meanAndDeviation(table, column, rows).deviation;
}

function meanAndDeviation(
  { rows: count, columns, values }: Matrix,
  column: number,
  rows?: readonly number[],
): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  let n = 0;
  for (let at = 0; at < (rows?.length ?? count); at++) {
    const value = values[(rows?.[at] ?? at) * columns + column]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    squares += value * value;
    n++;
  }
  const mean = sum / n;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / n - mean * mean)) };
}
