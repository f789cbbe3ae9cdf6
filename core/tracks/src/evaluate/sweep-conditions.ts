import { type Matrix } from "@interlude/core-numerics";
import type { ConditionDeclaration, ConditionRow } from "../conditions/conditions.js";
import { categoryResponse, conditionResponse, numericResponse } from "../measures/condition-response.js";
import type { Measured } from "../measures/measured.js";
import { groupRows } from "../measures/within-groups.js";
import { keyedRandom, shuffledIndices } from "../random.js";

/** Draws rows for conditions, the key of each row being its number. */
export type DrawRows = (rows: readonly ConditionRow[]) => Matrix;

/** Rows that a number is swept over, and rows of each category. */
const MOST_ROWS = 1000;
const CATEGORY_ROWS = 300;
/** Categories with fewer real rows are in no relation that counts. */
const LEAST_ROWS = 20;

/**
 * Condition response of a generator: each condition in turn takes the values that it has in held-out rows, in an order
 * that has nothing to do with the other conditions, and rows are drawn.
 * @param held held-out real rows, `conditions` theirs
 */
export function sweepConditions(
  held: Matrix,
  conditions: readonly ConditionRow[],
  declarations: readonly ConditionDeclaration[],
  draw: DrawRows,
  seed: string,
): Measured {
  const counts = declarations.map(({ kind, name }, at) => {
    const own = conditions.map((row) => row[at]!);
    const order = [...shuffledIndices(conditions.length, keyedRandom(`${seed} sweep ${name}`))];
    if (kind === "number") {
      const known = own.filter((value) => value !== null) as number[];
      const chosen = order.slice(0, known.length === 0 ? 0 : MOST_ROWS);
      // Evenly from the least to the largest, so that no part of the range is left out.
      const sorted = known.sort((x, y) => x - y);
      const swept = chosen.map((_, i) => sorted[Math.floor(((i + 0.5) * sorted.length) / chosen.length)]!);
      const drawn = draw(chosen.map((row, i) => conditions[row]!.with(at, swept[i]!)));
      const real = own.map((value) => (value as number | null) ?? Number.NaN);
      return numericResponse(held, real, drawn, swept);
    }
    const categories = [...groupRows(own)].filter(([, rows]) => rows.length >= LEAST_ROWS);
    const swept = categories.flatMap(([category]) =>
      Array.from({ length: CATEGORY_ROWS }, (_, i) => ({ category, row: order[i % order.length]! })),
    );
    const drawn = draw(swept.map(({ category, row }) => conditions[row]!.with(at, category)));
    return categoryResponse(
      held,
      own,
      drawn,
      swept.map(({ category }) => category),
    );
  });
  return conditionResponse(counts);
}
