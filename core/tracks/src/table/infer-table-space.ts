import { type Matrix, columnOf } from "@interlude/core-numerics";
import { TracksError, requireLength } from "../errors.js";
import type { ColumnDeclaration, TableSpace } from "./table-space.js";

/** A space that was read off a table, and what was assumed for it, a sentence each. */
export interface InferredSpace {
  readonly space: TableSpace;
  readonly notes: readonly string[];
  /** Which column of the table each column of the space is. */
  readonly columns: readonly number[];
}

/**
 * Declares the columns of a table as numbers within the bounds that its values have; columns without a value and
 * columns that never vary are left out, with a note.
 * @param names one a column of `table`
 * @throws TracksError `TABLE_COLUMN_EMPTY` if no column is left, `VALUE_NOT_FINITE`, `SHAPE_MISMATCH`
 */
export function inferTableSpace(names: readonly string[], table: Matrix): InferredSpace {
  requireLength("the list of the table's column names", names.length, table.columns);
  const notes: string[] = [];
  const kept: { column: number; declaration: ColumnDeclaration }[] = [];
  for (const [column, name] of names.entries()) {
    const values = columnOf(table, column).filter((value) => !Number.isNaN(value));
    const lower = values.reduce((least, value) => Math.min(least, value), Infinity);
    const upper = values.reduce((most, value) => Math.max(most, value), -Infinity);
    if (values.length === 0) {
      notes.push(`${name}: left out, it has no number`);
    } else if (!Number.isFinite(lower) || !Number.isFinite(upper)) {
      throw new TracksError("VALUE_NOT_FINITE", `column ${JSON.stringify(name)} holds an infinite value`);
    } else if (lower === upper) {
      notes.push(`${name}: left out, it is always ${lower}`);
    } else {
      const integer = values.every((value) => Number.isInteger(value));
      const missing = table.rows - values.length;
      notes.push(
        `${name}: ${integer ? "whole numbers" : "a number"} from ${lower} to ${upper}` +
          (missing > 0 ? `, missing in ${missing} of ${table.rows} rows` : ""),
      );
      kept.push({ column, declaration: declare(name, lower, upper, integer) });
    }
  }
  if (kept.length === 0) {
    throw new TracksError(
      "TABLE_COLUMN_EMPTY",
      `none of the ${names.length} columns has numbers that vary; ${notes.join("; ") || "the table has no columns"}`,
    );
  }
  return {
    space: { name: "inferred", version: "1", columns: kept.map(({ declaration }) => declaration) },
    notes,
    columns: kept.map(({ column }) => column),
  };
}

function declare(name: string, lower: number, upper: number, integer: boolean): ColumnDeclaration {
  return {
    name,
    block: name,
    kind: "number",
    unit: "",
    lower,
    upper,
    ...(integer ? { integer } : {}),
    source: "the table",
    description: "Bounds as observed.",
  };
}
