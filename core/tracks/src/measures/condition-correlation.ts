import { type Matrix, columnOf } from "@interlude/core-numerics";
import { requireLength } from "../errors.js";
import { type Measured, measured, notComputable } from "./measured.js";
import { spearmanCorrelation } from "./spearman.js";

/** How far the correlations of features with a condition are off; 0 to 2. */
export interface ConditionCorrelation {
  /** |ρ real − ρ synthetic|, a feature each. */
  readonly differences: readonly Measured[];
  /** Over the features that have a figure. */
  readonly mean: Measured;
  readonly worst: Measured;
}

/**
 * |ΔSpearman|: how far Spearman's correlation of each feature with a numeric condition is from that in real rows.
 * A feature that varies in the real rows alone has a correlation of 0 in the synthetic ones.
 * @param realCondition the condition of each real row, NaN where unknown
 * @param syntheticCondition what each synthetic row was drawn for
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function conditionCorrelation(
  real: Matrix,
  realCondition: ArrayLike<number>,
  synthetic: Matrix,
  syntheticCondition: ArrayLike<number>,
): ConditionCorrelation {
  requireLength("a synthetic row", synthetic.columns, real.columns);
  requireLength("the condition of real rows", realCondition.length, real.rows);
  requireLength("the condition of synthetic rows", syntheticCondition.length, synthetic.rows);
  const differences = Array.from({ length: real.columns }, (_, column) => {
    const kept = spearmanCorrelation(columnOf(real, column), realCondition);
    if (kept.value === null) return kept;
    if (synthetic.rows === 0) return notComputable("there are no synthetic rows");
    const drawn = spearmanCorrelation(columnOf(synthetic, column), syntheticCondition);
    return measured(Math.abs(kept.value - (drawn.value ?? 0)));
  });
  const known = differences.flatMap(({ value }) => (value === null ? [] : [value]));
  if (known.length === 0) {
    const none = notComputable("no feature has a correlation with the condition in the real rows");
    return { differences, mean: none, worst: none };
  }
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return { differences, mean: measured(mean), worst: measured(Math.max(...known)) };
}
