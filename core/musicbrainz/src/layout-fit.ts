import { CopyTextError, decodeCopyRow } from "./copy-text.js";
import { excerpt } from "./excerpt.js";
import { type Column, type TableLayout, mayBeNull } from "./table-layouts.js";

/** How a line differs from its table's layout. */
export interface LineMisfit {
  /** How many fields it has; null if it is no COPY text. */
  readonly fields: number | null;
  readonly reason: string;
}

/** How values of a type look, whether or not they can be read: what tells columns apart. Any text is text. */
const SHAPES: Readonly<Record<string, (field: string) => boolean>> = {
  int2: isInteger,
  int4: isInteger,
  bool: (field) => field === "t" || field === "f",
  uuid: (field) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(field),
  timestamptz: (field) => /^(?:-?infinity$|\d{1,6}[-/.]\d{1,2}[-/.]\d)/.test(field),
};

function isInteger(field: string): boolean {
  return /^-?\d+$/.test(field);
}

/**
 * How a line of COPY text differs from the layout of its table, or null if it has as many fields and each looks like a
 * value of its column. Columns that no consumer reads count too: COPY text names none, so they show where the others are.
 */
export function layoutMisfit(layout: TableLayout, line: Buffer): LineMisfit | null {
  let fields: (string | null)[];
  try {
    fields = decodeCopyRow(line);
  } catch (error) {
    if (error instanceof CopyTextError) return { fields: null, reason: error.message };
    throw error;
  }
  const { columns } = layout;
  if (fields.length !== columns.length) {
    return { fields: fields.length, reason: `${fields.length} columns found, ${columns.length} expected` };
  }
  const index = columns.findIndex((column, at) => !looksRight(layout, column, fields[at]!));
  if (index === -1) return null;
  const { name, type } = columns[index]!;
  return {
    fields: fields.length,
    reason: `${excerpt(JSON.stringify(fields[index]!))} in column ${name}, which is of type ${type}`,
  };
}

function looksRight(layout: TableLayout, column: Column, field: string | null): boolean {
  return field === null ? mayBeNull(layout, column) : (SHAPES[column.type]?.(field) ?? true);
}
