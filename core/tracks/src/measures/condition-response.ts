import { type Matrix, columnOf } from "@interlude/core-numerics";
import { requireLength } from "../errors.js";
import { type Measured, measured, notComputable } from "./measured.js";
import { spearmanCorrelation } from "./spearman.js";
import { groupRows, knownOf, meanOf, squaresOf } from "./within-groups.js";

/** Relations of features with conditions that real rows show clearly, and how many of them generated rows show, too. */
export interface ResponseCount {
  readonly relations: number;
  readonly agreeing: number;
}

/** Two-sided quantile of the normal distribution at 1%. */
const SIGNIFICANT = 2.576;
/** With many rows, what is significant can still be next to nothing. */
const LEAST_CORRELATION = 0.05;
/** In standard deviations; a small effect of Cohen (1988). */
const LEAST_DIFFERENCE = 0.2;
const LEAST_ROWS = 20;

/**
 * Features that rise or fall with a numeric condition in the real rows: Spearman's correlation is at least .05 and
 * differs from 0 at 1%. A feature agrees if its correlation with the swept condition has the same sign.
 * @param swept rows that were generated for conditions over the whole range, all else as it was
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function numericResponse(
  real: Matrix,
  realCondition: ArrayLike<number>,
  swept: Matrix,
  sweptCondition: ArrayLike<number>,
): ResponseCount {
  requireLength("a swept row", swept.columns, real.columns);
  requireLength("the condition of real rows", realCondition.length, real.rows);
  requireLength("the condition of swept rows", sweptCondition.length, swept.rows);
  let relations = 0;
  let agreeing = 0;
  for (let column = 0; column < real.columns; column++) {
    const feature = columnOf(real, column);
    const both = feature.filter((value, row) => !Number.isNaN(value + realCondition[row]!)).length;
    const { value } = spearmanCorrelation(feature, realCondition);
    const least = Math.max(LEAST_CORRELATION, SIGNIFICANT / Math.sqrt(both - 1));
    if (value === null || Math.abs(value) < least) continue;
    relations++;
    const response = spearmanCorrelation(columnOf(swept, column), sweptCondition).value;
    if (response !== null && response * value > 0) agreeing++;
  }
  return { relations, agreeing };
}

/**
 * Pairs of categories between which the mean of a feature differs in the real rows: by at least .2 of its standard
 * deviation, and at 1% by Welch's test; of categories with twenty known values. A pair agrees if the means of the swept
 * rows are in the same order.
 * @param swept rows that were generated for each category, all else as it was
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function categoryResponse<Category>(
  real: Matrix,
  realCategories: readonly Category[],
  swept: Matrix,
  sweptCategories: readonly Category[],
): ResponseCount {
  requireLength("a swept row", swept.columns, real.columns);
  requireLength("the categories of real rows", realCategories.length, real.rows);
  requireLength("the categories of swept rows", sweptCategories.length, swept.rows);
  const realGroups = groupRows(realCategories);
  const sweptGroups = groupRows(sweptCategories);
  let relations = 0;
  let agreeing = 0;
  for (let column = 0; column < real.columns; column++) {
    const [own, drawn] = [columnOf(real, column), columnOf(swept, column)];
    const all = own.filter((value) => !Number.isNaN(value));
    const least = LEAST_DIFFERENCE * Math.sqrt(squaresOf(all) / all.length);
    const groups = [...realGroups]
      .map(([category, rows]) => ({ category, ...momentsOf(knownOf(own, rows)) }))
      .filter(({ rows }) => rows >= LEAST_ROWS);
    for (const [at, one] of groups.entries()) {
      for (const other of groups.slice(0, at)) {
        const difference = one.mean - other.mean;
        const error = Math.sqrt(one.variance / one.rows + other.variance / other.rows);
        if (difference === 0 || Math.abs(difference) < Math.max(least, SIGNIFICANT * error)) continue;
        relations++;
        const [drawnOne, drawnOther] = [one, other].map(({ category }) =>
          meanOf(knownOf(drawn, sweptGroups.get(category) ?? [])),
        );
        if ((drawnOne! - drawnOther!) * difference > 0) agreeing++;
      }
    }
  }
  return { relations, agreeing };
}

/** Condition response: the share of the relations of all conditions that generated rows show, too; 1 if all. */
export function conditionResponse(counts: readonly ResponseCount[]): Measured {
  const relations = counts.reduce((sum, count) => sum + count.relations, 0);
  if (relations === 0) return notComputable("no feature clearly follows a condition in the real rows");
  return measured(counts.reduce((sum, count) => sum + count.agreeing, 0) / relations);
}

function momentsOf(values: Float64Array): { rows: number; mean: number; variance: number } {
  return { rows: values.length, mean: meanOf(values), variance: squaresOf(values) / (values.length - 1) };
}
