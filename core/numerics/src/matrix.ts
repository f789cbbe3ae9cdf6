/** A dense matrix of float64, row by row. A missing value is NaN. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** `rows` × `columns` numbers; the value of row i and column j is at i × columns + j. */
  readonly values: Float64Array;
}

/** A matrix of zeros. */
export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/**
 * A matrix of rows of equal length; `columns` says how long they are if there may be none.
 * @throws RangeError for rows of different lengths
 */
export function matrixOfRows(rows: readonly ArrayLike<number>[], columns = rows[0]?.length ?? 0): Matrix {
  const matrix = zeros(rows.length, columns);
  for (const [i, row] of rows.entries()) {
    if (row.length !== columns) throw new RangeError(`row ${i} has ${row.length} numbers, not ${columns}`);
    matrix.values.set(row, i * columns);
  }
  return matrix;
}

/** One row: a view, not a copy. */
export function rowOf({ columns, values }: Matrix, row: number): Float64Array {
  return values.subarray(row * columns, (row + 1) * columns);
}

/** One column: a copy. */
export function columnOf({ rows, columns, values }: Matrix, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => values[row * columns + column]!);
}

/** Some rows, in the order of their numbers: a copy. */
export function takeRows(matrix: Matrix, rows: ArrayLike<number>): Matrix {
  const taken = zeros(rows.length, matrix.columns);
  for (let i = 0; i < rows.length; i++) taken.values.set(rowOf(matrix, rows[i]!), i * matrix.columns);
  return taken;
}
