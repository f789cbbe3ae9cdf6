import { type Matrix, columnOf } from "@interlude/core-numerics";
import { requireLength } from "../errors.js";
import { type Measured, measured, notComputable } from "./measured.js";

/** How alike the distributions of one column are. */
export interface MarginalLikeness {
  /** Of the known values: 1 − the Kolmogorov–Smirnov statistic. */
  readonly complement: Measured;
  /** Share of rows without a value among synthetic rows, less that among real ones. */
  readonly missingDifference: number;
}

/** How alike the distributions of all columns are. */
export interface MarginalsLikeness {
  readonly columns: readonly MarginalLikeness[];
  /** Over the columns that have a figure. */
  readonly mean: Measured;
  readonly least: Measured;
}

/**
 * 1 − the two-sample Kolmogorov–Smirnov statistic, exactly: 1 if two samples have the same empirical distribution, 0 if
 * they do not overlap. Ties are handled: both distribution functions step before they are compared. NaN is left out.
 * A sample that is empty and one that is not have nothing in common: 0.
 */
export function kolmogorovSmirnovComplement(real: ArrayLike<number>, synthetic: ArrayLike<number>): Measured {
  const [x, y] = [sortedKnown(real), sortedKnown(synthetic)];
  if (x.length === 0 && y.length === 0) return notComputable("no row has a value");
  if (x.length === 0 || y.length === 0) return measured(0);
  let i = 0;
  let j = 0;
  let largest = 0;
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i]!, y[j]!);
    while (i < x.length && x[i]! <= value) i++;
    while (j < y.length && y[j]! <= value) j++;
    largest = Math.max(largest, Math.abs(i / x.length - j / y.length));
  }
  return measured(1 - largest);
}

/**
 * KSComplement of SDMetrics, a column each, their mean and the least; beside it how much more often values are missing.
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function ksComplements(real: Matrix, synthetic: Matrix): MarginalsLikeness {
  requireLength("a synthetic row", synthetic.columns, real.columns);
  if (real.rows === 0 || synthetic.rows === 0) {
    const none = notComputable("there are no rows of one kind");
    return { columns: [], mean: none, least: none };
  }
  const columns = Array.from({ length: real.columns }, (_, column) => {
    const [x, y] = [columnOf(real, column), columnOf(synthetic, column)];
    return {
      complement: kolmogorovSmirnovComplement(x, y),
      missingDifference: missingShare(y) - missingShare(x),
    };
  });
  const known = columns.flatMap(({ complement: { value } }) => (value === null ? [] : [value]));
  if (known.length === 0) {
    const none = notComputable("no column has values");
    return { columns, mean: none, least: none };
  }
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return { columns, mean: measured(mean), least: measured(Math.min(...known)) };
}

function sortedKnown(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
}

function missingShare(values: Float64Array): number {
  return values.filter((value) => Number.isNaN(value)).length / values.length;
}
