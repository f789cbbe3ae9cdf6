import type { AnyRowChange } from "@interlude/contracts";
import { columnProblem } from "./column-check.js";
import { type ColumnValue, type MirrorTable, type RowOf, valuesOf } from "./mirror-table.js";

/** A row as a mirror is to keep it, with the source version of its change. */
export interface MirroredRow {
  readonly [column: string]: ColumnValue;
  readonly source_sequence: number;
  readonly source_position: number;
  readonly deleted: boolean;
}

type ReadChange =
  | { readonly rows: readonly MirroredRow[] }
  | { readonly code: "CHANGE_EMPTY" | "ROW_INVALID"; readonly reason: string };

/**
 * The rows of a change: one that was written, or a tombstone of one that was deleted; an update that moves a row to
 * another key gives both. If the change cannot be used, a stable code and the reason.
 */
export function readChange<Change extends AnyRowChange>(
  mirror: MirrorTable<Change>,
  change: Change | null,
): ReadChange {
  const before = (change?.before ?? null) as RowOf<Change> | null;
  const after = (change?.after ?? null) as RowOf<Change> | null;
  if (change === null || (before === null && after === null)) {
    return { code: "CHANGE_EMPTY", reason: `a change of ${mirror.table} without a row` };
  }
  const rows: MirroredRow[] = [];
  for (const [row, deleted] of [[before, true] as const, [after, false] as const]) {
    if (row === null) continue;
    const columns = valuesOf(mirror, row);
    const problem = columnProblem(mirror.columns, columns);
    if (problem !== null) return { code: "ROW_INVALID", reason: `${mirror.table}: ${problem}` };
    const { sequence, position } = change.source;
    rows.push({ ...columns, source_sequence: sequence, source_position: position, deleted });
  }
  return { rows: rows.length === 2 && sameKey(mirror, rows[0]!, rows[1]!) ? rows.slice(1) : rows };
}

/** The newest row of each key, by source version; of two with the same the later. */
export function newestByKey<Change extends AnyRowChange>(
  mirror: MirrorTable<Change>,
  rows: Iterable<MirroredRow>,
): MirroredRow[] {
  const newest = new Map<string, MirroredRow>();
  for (const row of rows) {
    const key = keyOf(mirror, row);
    const known = newest.get(key);
    if (known === undefined || !isOlder(row, known)) newest.set(key, row);
  }
  return [...newest.values()];
}

function isOlder(row: MirroredRow, known: MirroredRow): boolean {
  return row.source_sequence === known.source_sequence
    ? row.source_position < known.source_position
    : row.source_sequence < known.source_sequence;
}

function keyOf({ key }: Pick<MirrorTable, "key">, row: MirroredRow): string {
  return key.map((column) => String(row[column])).join(":");
}

function sameKey(mirror: Pick<MirrorTable, "key">, one: MirroredRow, other: MirroredRow): boolean {
  return keyOf(mirror, one) === keyOf(mirror, other);
}
