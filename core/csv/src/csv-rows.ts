import { isUtf8 } from "node:buffer";
import { delimiterOf } from "./delimiter.js";
import { type JoinedLines, areRows, joinLines } from "./joined-lines.js";
import { type Line, lineEndOf, linesOf, textOf } from "./lines.js";
import { Lookahead } from "./lookahead.js";
import { splitFields } from "./split-fields.js";
import { utf8Text } from "./utf8-text.js";

export interface CsvRow {
  /** Latin-1, one character a byte, so that nothing is lost of text that is not UTF-8; `fieldText` reads them. */
  readonly fields: readonly string[];
  /** 1-based line on which the row begins. */
  readonly line: number;
  /** What separates the file's fields. */
  readonly delimiter: string;
  /** Whether the row is the beginning of a line that is too long to be kept. */
  readonly isCut: boolean;
  /** The row as the file has it, line end included; UTF-16 as UTF-8. */
  original(): Buffer;
}

/**
 * The rows of a CSV file, the header among them, at constant memory and whatever the chunks: UTF-8 or UTF-16, lines ended
 * with LF, CRLF or CR, fields separated as in the header (comma, semicolon, TAB or bar). Rows with too few or too many
 * fields are left to the caller; those that have nothing in any field are passed over, as is what spreadsheets write
 * before a header to name the delimiter.
 *
 * One bad row does not spoil its neighbours: a quote that is never closed, or whose row would swallow lines that are rows
 * by themselves, is a character of its field.
 */
export async function* csvRows(bytes: AsyncIterable<Buffer>): AsyncGenerator<CsvRow> {
  const lines = new Lookahead(linesOf(utf8Text(bytes)));
  let header: Header | null = null;
  try {
    for (let line = await lines.next(); line !== null; line = await lines.next()) {
      const text = textOf(line);
      if (header === null && isDelimiterName(text)) continue;
      const delimiter: string = header?.delimiter ?? delimiterOf(text);
      if (isBlank(text, delimiter)) continue;
      const split = splitFields(text, delimiter);
      if (header !== null && split.fields.length !== header.width) {
        const parts = partsByReturn(line, text, header);
        if (parts !== null) {
          lines.putBack(parts);
          continue;
        }
      }
      const joined: JoinedLines | null =
        split.open === null || line.isCut
          ? null
          : await joinLines(line, split.open, lines, header ?? { delimiter, width: null });
      const { fields, lines: taken }: JoinedLines = joined ?? { fields: split.fields, lines: [line] };
      header ??= { delimiter, width: fields.length };
      const original = (): Buffer => Buffer.concat(taken.map((one) => one.bytes));
      yield { fields, line: line.number, delimiter, isCut: line.isCut, original };
    }
  } finally {
    await lines.close();
  }
}

interface Header {
  readonly delimiter: string;
  /** How many fields it has. */
  readonly width: number;
}

/** Spreadsheets are told by such a line which delimiter a file has; its header tells it as well. */
function isDelimiterName(text: string): boolean {
  return /^"?sep=."?$/i.test(text);
}

/** Spreadsheets write rows of nothing but delimiters below a table. */
function isBlank(text: string, delimiter: string): boolean {
  if (text === "") return true;
  return (text.startsWith(delimiter) || /^\s/.test(text)) && text.replaceAll(delimiter, "").trim() === "";
}

/** The rows of a line whose ends are CR, as where files of several systems were put together; null if it is none. */
function partsByReturn(line: Line, text: string, header: Header): Line[] | null {
  if (line.isCut || !text.includes("\r")) return null;
  const parts = text.split("\r");
  if (!areRows(parts, header)) return null;
  const ends = parts.map((_, at) => (at < parts.length - 1 ? "\r" : lineEndOf(line)));
  return parts.map((part, at) => ({ ...line, bytes: Buffer.from(part + ends[at]!, "latin1") }));
}

/** A field's text; null if its bytes are not UTF-8, or hold NUL, which no text has. */
export function fieldText(field: string): string | null {
  // oxlint-disable-next-line no-control-regex -- NUL is what is looked for
  if (/^[\x01-\x7f]*$/.test(field)) return field;
  const bytes = Buffer.from(field, "latin1");
  return bytes.includes(0) || !isUtf8(bytes) ? null : bytes.toString("utf8");
}
