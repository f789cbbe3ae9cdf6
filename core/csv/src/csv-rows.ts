import { isUtf8 } from "node:buffer";
import { delimiterOf } from "./delimiter.js";
import { type Line, MAX_LINE_BYTES, linesOf } from "./lines.js";
import { splitFields } from "./split-fields.js";
import { utf8Text } from "./utf8-text.js";

/** Rows of more lines are taken for a quote that was never closed. */
const MAX_ROW_LINES = 1_000;

export interface CsvRow {
  /** Latin-1, one character a byte, so that nothing is lost of text that is not UTF-8; `fieldText` reads them. */
  readonly fields: readonly string[];
  /** 1-based line on which the row begins. */
  readonly line: number;
  /** What separates the file's fields. */
  readonly delimiter: string;
  /** The row as the file has it, line end included; UTF-16 as UTF-8, and of an endless line the beginning. */
  original(): Buffer;
}

/**
 * The rows of a CSV file, the header among them, at constant memory and whatever the chunks: UTF-8 or UTF-16, LF or
 * CRLF, fields separated as in the header (comma, semicolon or TAB). Rows with too few or too many fields are left to
 * the caller.
 *
 * One bad row does not spoil its neighbours: a quote that is never closed, or whose row would swallow lines that are rows
 * by themselves, is a character of its field.
 */
export async function* csvRows(bytes: AsyncIterable<Buffer>): AsyncGenerator<CsvRow> {
  const lines = new Lookahead(linesOf(utf8Text(bytes)));
  let format: Format | null = null;
  try {
    for (let line = await lines.next(); line !== null; line = await lines.next()) {
      const text = textOf(line);
      if (text === "") continue;
      const delimiter: string = format?.delimiter ?? delimiterOf(text);
      const { fields, isOpen } = splitFields(text, delimiter);
      const joined: Joined | null =
        isOpen && !line.isCut ? await join(line, lines, { ...format, delimiter }) : null;
      const row: CsvRow = {
        fields: joined?.fields ?? fields,
        line: line.number,
        delimiter,
        original: () => (joined === null ? line.bytes : Buffer.concat(joined.lines.map((one) => one.bytes))),
      };
      format ??= { delimiter, width: row.fields.length };
      yield row;
    }
  } finally {
    await lines.close();
  }
}

interface Format {
  readonly delimiter: string;
  /** Fields of the header, and so of every row; null before it is known. */
  readonly width?: number;
}

interface Joined {
  readonly lines: readonly Line[];
  readonly fields: readonly string[];
}

/** A line with those behind it up to which its quoted field goes on; null if the quote is a character, and takes none. */
async function join(first: Line, lines: Lookahead, { delimiter, width }: Format): Promise<Joined | null> {
  const taken = [first];
  let bytes = first.bytes.length;
  while (taken.length < MAX_ROW_LINES) {
    const line = await lines.next();
    if (line === null) break;
    taken.push(line);
    bytes += line.bytes.length;
    if (bytes > MAX_LINE_BYTES || line.isCut) break;
    if (!line.bytes.includes('"')) continue;
    const text = withoutLineEnd(Buffer.concat(taken.map((one) => one.bytes)).toString("latin1"));
    const { fields, isOpen } = splitFields(text, delimiter);
    if (isOpen) continue;
    const isRow =
      width === undefined || (fields.length === width && !taken.every((one) => fits(one, delimiter, width)));
    if (isRow) return { lines: taken, fields };
    break;
  }
  lines.putBack(taken.slice(1));
  return null;
}

/** Whether a line is a row by itself. */
function fits(line: Line, delimiter: string, width: number): boolean {
  return splitFields(textOf(line), delimiter).fields.length === width;
}

function textOf({ bytes }: Line): string {
  return withoutLineEnd(bytes.toString("latin1"));
}

function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, "");
}

/** Lines that can be put back. */
class Lookahead {
  #back: Line[] = [];

  constructor(private readonly lines: AsyncGenerator<Line>) {}

  async next(): Promise<Line | null> {
    const back = this.#back.shift();
    if (back !== undefined) return back;
    const { done, value } = await this.lines.next();
    return done === true ? null : value;
  }

  putBack(lines: readonly Line[]): void {
    this.#back = [...lines, ...this.#back];
  }

  async close(): Promise<void> {
    await this.lines.return(undefined);
  }
}

/** A field's text; null if its bytes are not UTF-8, or hold NUL, which no text has. */
export function fieldText(field: string): string | null {
  // oxlint-disable-next-line no-control-regex -- NUL is what is looked for
  if (/^[\x01-\x7f]*$/.test(field)) return field;
  const bytes = Buffer.from(field, "latin1");
  return bytes.includes(0) || !isUtf8(bytes) ? null : bytes.toString("utf8");
}
