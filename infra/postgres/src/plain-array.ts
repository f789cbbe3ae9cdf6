/**
 * Text of a Postgres array of elements that need no quotes in it: UUIDs, numbers, hexadecimal digits, words. The driver
 * looks for characters to escape in each element, which takes longer than everything else about a row.
 */
export function plainArray(values: readonly (string | number | boolean | null)[]): string {
  // What join makes of null is nothing, which would be no element.
  return `{${values.map((value) => value ?? "NULL").join(",")}}`;
}
