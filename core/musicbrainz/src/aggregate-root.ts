import type { Row } from "./rows.js";
import type { TableLayout } from "./table-layouts.js";

/**
 * The row's aggregate root, e.g. `artist_credit:7`: the partition key of its record, so that all rows that make up
 * one thing stay in one partition and in order. A row of a table that stands alone is its own root.
 */
export function aggregateRoot({ root }: TableLayout, row: Row): string {
  return `${root.table}:${root.columns.map((column) => String(row[column])).join(":")}`;
}
