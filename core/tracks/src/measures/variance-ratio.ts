import { type Matrix, columnOf } from "@interlude/core-numerics";
import { requireLength } from "../errors.js";
import { type Measured, measured, notComputable } from "./measured.js";
import { groupRows, knownOf, squaresOf } from "./within-groups.js";

const LEAST_ROWS = 20;

/** Variances within groups, against one another. */
export interface VarianceRatios {
  /** A column each. */
  readonly columns: readonly Measured[];
  /** Over the columns that have a figure. */
  readonly mean: Measured;
}

/**
 * Variance of the rows over that of the reference rows within the groups of a category, pooled: squares about the
 * group's mean, summed over the groups and divided by rows less groups. 1 where groups are as wide as they should be, 0
 * where each row is its group's mean. Groups count in which either side has twenty known values.
 *
 * With generated and held-out real rows, it is the per-condition variance ratio. With the decoder's means and its draws
 * for the same latents, it is the share of the variance within a condition that the latents carry; the rest is noise.
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function varianceRatios<Category>(
  rows: Matrix,
  categories: readonly Category[],
  reference: Matrix,
  referenceCategories: readonly Category[],
): VarianceRatios {
  requireLength("a row", rows.columns, reference.columns);
  requireLength("the categories of rows", categories.length, rows.rows);
  requireLength("the categories of reference rows", referenceCategories.length, reference.rows);
  const groups = groupRows(categories);
  const referenceGroups = groupRows(referenceCategories);
  const columns = Array.from({ length: rows.columns }, (_, column): Measured => {
    const [own, others] = [columnOf(rows, column), columnOf(reference, column)];
    const [pool, referencePool] = [new Pool(), new Pool()];
    for (const [category, members] of groups) {
      const values = knownOf(own, members);
      const referenceValues = knownOf(others, referenceGroups.get(category) ?? []);
      if (Math.min(values.length, referenceValues.length) < LEAST_ROWS) continue;
      pool.add(values);
      referencePool.add(referenceValues);
    }
    if (pool.isEmpty) return notComputable(`no group has ${LEAST_ROWS} known values on either side`);
    const variance = referencePool.variance;
    return variance > 0 ? measured(pool.variance / variance) : notComputable("no reference group varies");
  });
  const known = columns.flatMap(({ value }) => (value === null ? [] : [value]));
  const mean =
    known.length === 0
      ? notComputable(columns[0]?.reason ?? "there are no columns")
      : measured(known.reduce((sum, value) => sum + value, 0) / known.length);
  return { columns, mean };
}

class Pool {
  #squares = 0;
  #freedom = 0;

  add(values: Float64Array): void {
    // Rounding of the mean must not make a constant vary.
    if (values.some((value) => value !== values[0])) this.#squares += squaresOf(values);
    this.#freedom += values.length - 1;
  }

  get isEmpty(): boolean {
    return this.#freedom === 0;
  }

  get variance(): number {
    return this.#squares / this.#freedom;
  }
}
