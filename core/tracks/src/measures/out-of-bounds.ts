import type { Matrix } from "@interlude/core-numerics";
import { requireLength } from "../errors.js";

/**
 * Rows with a value that is below its column's lower bound or above its upper one. A missing value is not out of bounds.
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function rowsOutOfBounds(
  { rows, columns, values }: Matrix,
  bounds: readonly { readonly lower: number; readonly upper: number }[],
): number {
  requireLength("a row to hold against bounds", columns, bounds.length);
  let outside = 0;
  for (let row = 0; row < rows; row++) {
    const isOutside = bounds.some(({ lower, upper }, column) => {
      const value = values[row * columns + column]!;
      return value < lower || value > upper;
    });
    if (isOutside) outside++;
  }
  return outside;
}
