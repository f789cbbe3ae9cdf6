import { type Line, MAX_LINE_BYTES, lineEndOf, textOf } from "./lines.js";
import type { Lookahead } from "./lookahead.js";
import { type OpenField, continueFields, splitFields } from "./split-fields.js";

/** Rows of more lines are taken for a quote that was never closed. */
const MAX_ROW_LINES = 1_000;

export interface RowFormat {
  readonly delimiter: string;
  /** Fields of the header, and so of every row; null before it is known. */
  readonly width: number | null;
}

export interface JoinedLines {
  readonly lines: readonly Line[];
  readonly fields: readonly string[];
}

/**
 * A line with those behind it up to which its quoted field goes on. Null if the quote is a character and takes none: it is
 * not closed, the row has another number of fields then, or most of its lines are rows by themselves.
 */
export async function joinLines(
  first: Line,
  opened: OpenField,
  lines: Lookahead<Line>,
  format: RowFormat,
): Promise<JoinedLines | null> {
  const taken = [first];
  let bytes = first.bytes.length;
  let open = opened;
  for (;;) {
    const line = await lines.next();
    if (line === null) break;
    const lineEnd = lineEndOf(taken.at(-1)!);
    taken.push(line);
    bytes += line.bytes.length;
    if (line.isCut || bytes > MAX_LINE_BYTES || taken.length > MAX_ROW_LINES) break;
    const split = continueFields(open, lineEnd, textOf(line), format.delimiter);
    if (split === null || split.fields.length > (format.width ?? Infinity)) break;
    if (split.open === null) {
      if (!isRow(split.fields, taken, format)) break;
      return { lines: taken, fields: split.fields };
    }
    open = split.open;
  }
  lines.putBack(taken.slice(1));
  return null;
}

function isRow(fields: readonly string[], lines: readonly Line[], { delimiter, width }: RowFormat): boolean {
  if (fields.length !== (width ?? fields.length)) return false;
  return !areRows(lines.map(textOf), { delimiter, width: fields.length });
}

/** Whether more than half of some lines are rows by themselves: have as many fields as the table is wide. */
export function areRows(
  lines: readonly string[],
  { delimiter, width }: { readonly delimiter: string; readonly width: number },
): boolean {
  const rows = lines.filter((line) => splitFields(line, delimiter).fields.length === width);
  return rows.length * 2 > lines.length;
}
