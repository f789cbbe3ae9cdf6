import { type Matrix, rowOf } from "@interlude/core-numerics";

/** Root mean square difference of the columns that both rows have; NaN where they share none. */
export function rowDistance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let squares = 0;
  let known = 0;
  for (let column = 0; column < x.length; column++) {
    const difference = x[column]! - y[column]!;
    if (Number.isNaN(difference)) continue;
    squares += difference * difference;
    known++;
  }
  return Math.sqrt(squares / known);
}

/** Distance to the nearest of some rows; infinite where none shares a column with it. */
export function nearestDistance(row: Float64Array, others: Matrix): number {
  const { rows, columns, values } = others;
  let least = Infinity; // mean square
  for (let start = 0; start < rows * columns; start += columns) {
    let squares = 0;
    let known = 0;
    // What is shared is at most all columns, so that the sum over all of them is a lower bound.
    const enough = least * columns;
    let column = 0;
    for (; column < columns && squares <= enough; column++) {
      const difference = row[column]! - values[start + column]!;
      if (Number.isNaN(difference)) continue;
      squares += difference * difference;
      known++;
    }
    if (column === columns && known > 0) least = Math.min(least, squares / known);
  }
  return Math.sqrt(least);
}

/** Distances of each row to the nearest of some others. */
export function nearestDistances(rows: Matrix, others: Matrix): Float64Array {
  return Float64Array.from({ length: rows.rows }, (_, row) => nearestDistance(rowOf(rows, row), others));
}
