import { type Matrix, matrixOfRows } from "@interlude/core-numerics";
import type { ConditionRow, FittedConditions } from "../conditions/conditions.js";
import { categoryOf, numbersOf } from "../conditions/encode-conditions.js";
import { type GroupedRows, fitCategoryCopulas } from "../copula/category-copulas.js";
import type { FittedSpace } from "../table/fitted-space.js";
import type { TrackGenerator } from "./generator.js";
import { buildGenerator } from "./serialize-generator.js";

/**
 * The Gaussian copula a category given the numeric conditions.
 * @param scores of the rows (see `scoresOf`)
 * @throws TracksError `TRACKS_TOO_FEW`, `SHAPE_MISMATCH`
 */
export function fitCopulaGenerator(
  space: FittedSpace,
  conditions: FittedConditions,
  scores: Matrix,
  rows: readonly ConditionRow[],
): TrackGenerator {
  const copulas = fitCategoryCopulas({ scores, ...groupsOf(conditions, rows) });
  return buildGenerator({ space, conditions, sampler: { kind: "copula", copulas } });
}

/** The categories and the standardised numeric conditions of rows. */
export function groupsOf(
  conditions: FittedConditions,
  rows: readonly ConditionRow[],
): Pick<GroupedRows, "numbers" | "categories"> {
  const numbers = rows.map((row) => numbersOf(conditions, row));
  return {
    numbers: matrixOfRows(numbers, numbers[0]?.length ?? 0),
    categories: rows.map((row) => categoryOf(conditions, row)),
  };
}
