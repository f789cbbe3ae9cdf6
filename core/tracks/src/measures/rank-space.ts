import { type Matrix, columnOf, zeros } from "@interlude/core-numerics";

/**
 * Makes the map of rows to their ranks among reference rows: each value becomes the share of the reference's known
 * values below it, those equal to it counting half; NaN stays NaN. Columns of any unit are then of one scale, 0 to 1.
 */
export function rankSpace(reference: Matrix): (rows: Matrix) => Matrix {
  const sorted = Array.from({ length: reference.columns }, (_, column) =>
    columnOf(reference, column)
      .filter((value) => !Number.isNaN(value))
      .sort(),
  );
  return (rows) => {
    const ranks = zeros(rows.rows, rows.columns);
    for (let at = 0; at < ranks.values.length; at++) {
      const known = sorted[at % rows.columns]!;
      const value = rows.values[at]!;
      ranks.values[at] =
        Number.isNaN(value) || known.length === 0
          ? NaN
          : (countWhile(known, (each) => each < value) + countWhile(known, (each) => each <= value)) /
            (2 * known.length);
    }
    return ranks;
  };
}

/** How many of the sorted values come before the first for which it does not hold. */
function countWhile(sorted: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
