/**
 * The integers that a long of a record can be: its readers have it as a double, and Avro doubles it before it is
 * written. One below the least, or above the greatest, would be read as another or not at all.
 */
export const LEAST_LONG = -(2 ** 52);
export const GREATEST_LONG = 2 ** 53 - 2;

export function isExactLong(value: number): boolean {
  return Number.isInteger(value) && value >= LEAST_LONG && value <= GREATEST_LONG;
}
