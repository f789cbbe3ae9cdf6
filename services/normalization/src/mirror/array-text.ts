import type { ColumnValue } from "./mirror-table.js";

const ESCAPED = /["\\]/g;

/**
 * The text form of a PostgreSQL array, of any of the types that mirrors use. One array a column makes a batch one
 * round trip, without names repeated in every row.
 */
export function arrayText(values: Iterable<ColumnValue>): string {
  let text = "";
  for (const value of values) text += `,${typeof value === "string" ? quoted(value) : String(value)}`;
  return `{${text.slice(1)}}`;
}

/** Only text is quoted: NULL and numbers are not. */
function quoted(text: string): string {
  return `"${text.replace(ESCAPED, "\\$&")}"`;
}
