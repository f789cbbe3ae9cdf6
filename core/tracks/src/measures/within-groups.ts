/** The groups of rows by what a category condition says, each with the numbers of its rows. */
export function groupRows<Category>(categories: readonly Category[]): Map<Category, number[]> {
  const groups = new Map<Category, number[]>();
  for (const [row, category] of categories.entries()) {
    const own = groups.get(category);
    if (own === undefined) groups.set(category, [row]);
    else own.push(row);
  }
  return groups;
}

/** Known values of some rows of a column. */
export function knownOf(column: Float64Array, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => column[row]!).filter((value) => !Number.isNaN(value));
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Sum of squared distances from the mean. */
export function squaresOf(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - mean) ** 2;
  return sum;
}

/** The value in the middle of the sorted ones, or halfway between the two there. */
export function medianOf(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
