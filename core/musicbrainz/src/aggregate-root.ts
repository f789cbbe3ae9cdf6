import type { Row } from "./rows.js";
import type { TableLayout } from "./table-layouts.js";
import { primaryKeyOf } from "./row-change.js";

/** Tables whose rows belong to another table's row: that table, and the column that holds its id. */
const BELONGS_TO: Readonly<Record<string, { root: string; column: string }>> = {
  artist_credit_name: { root: "artist_credit", column: "artist_credit" },
  isrc: { root: "recording", column: "recording" },
  artist_gid_redirect: { root: "artist", column: "new_id" },
  recording_gid_redirect: { root: "recording", column: "new_id" },
  artist_credit_gid_redirect: { root: "artist_credit", column: "new_id" },
  url_gid_redirect: { root: "url", column: "new_id" },
};

/**
 * The row's aggregate root, e.g. `artist_credit:7`: the partition key of its record, so that all rows that make up
 * one thing stay in one partition and in order. A row of a table that stands alone is its own root.
 */
export function aggregateRoot(layout: TableLayout, row: Row): string {
  const owner = BELONGS_TO[layout.table];
  return owner === undefined
    ? `${layout.table}:${primaryKeyOf(layout, row)}`
    : `${owner.root}:${String(row[owner.column])}`;
}
