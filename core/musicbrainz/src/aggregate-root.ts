import type { Row } from "./rows.js";
import type { TableLayout } from "./table-layouts.js";

/** Tables whose rows belong to another table's row: that table, and the column that holds its id. */
const BELONGS_TO: Readonly<Record<string, { root: string; column: string }>> = {
  artist_credit_name: { root: "artist_credit", column: "artist_credit" },
  isrc: { root: "recording", column: "recording" },
  artist_gid_redirect: { root: "artist", column: "new_id" },
  recording_gid_redirect: { root: "recording", column: "new_id" },
  artist_credit_gid_redirect: { root: "artist_credit", column: "new_id" },
  url_gid_redirect: { root: "url", column: "new_id" },
};

/** The table that a table's rows belong to, and the columns whose values name the row of it. */
export interface RootOfTable {
  readonly root: string;
  readonly columns: readonly string[];
}

/** What a table's rows belong to; a table that stands alone is its own root, by its primary key. */
export function rootOfTable(layout: TableLayout): RootOfTable {
  const owner = BELONGS_TO[layout.table];
  return owner === undefined
    ? { root: layout.table, columns: layout.primaryKey }
    : { root: owner.root, columns: [owner.column] };
}

/**
 * The row's aggregate root, e.g. `artist_credit:7`: the partition key of its record, so that all rows that make up
 * one thing stay in one partition and in order. A row of a table that stands alone is its own root.
 */
export function aggregateRoot(layout: TableLayout, row: Row): string {
  const { root, columns } = rootOfTable(layout);
  return `${root}:${columns.map((column) => String(row[column])).join(":")}`;
}
