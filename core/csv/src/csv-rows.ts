import { isUtf8 } from "node:buffer";
import { Readable, pipeline } from "node:stream";
import { CsvError, type Info, type Options, parse } from "csv-parse";
import { ByteWindow } from "./byte-window.js";
import { CsvFormatError } from "./csv-format-error.js";
import { withoutBom } from "./without-bom.js";

/** Far above any real row; a file with longer ones, or one line without end, is rejected before it fills the memory. */
export const MAX_ROW_BYTES = 1024 * 1024;

/**
 * Fields come as Latin-1, one character a byte, so that nothing is lost of text that is not UTF-8. Rows with too few or
 * too many fields are left to the caller; a quote within a field is part of it.
 */
const OPTIONS: Options = {
  encoding: "latin1",
  info: true,
  max_record_size: MAX_ROW_BYTES,
  record_delimiter: ["\r\n", "\n"],
  relax_column_count: true,
  relax_quotes: true,
};

export interface CsvRow {
  /** As `fieldText` takes them. */
  readonly fields: readonly string[];
  /** 1-based line on which the row begins. */
  readonly line: number;
  /** The row as the file has it, line end included; to be asked for before the next row is. */
  original(): Buffer;
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: Info;
}

/**
 * The rows of a CSV file (RFC 4180, LF or CRLF), the header among them, at constant memory and whatever the chunks.
 * @param file named in errors
 * @throws CsvFormatError `CSV_MALFORMED`; what `bytes` fails with
 */
export async function* csvRows(bytes: AsyncIterable<Buffer>, file: string): AsyncGenerator<CsvRow> {
  const window = new ByteWindow();
  const parser = parse(OPTIONS);
  // What breaks the source comes out of the parser, which it destroys.
  pipeline(Readable.from(window.watch(withoutBom(bytes))), parser, () => undefined);
  let end = 0;
  let counted = 0;
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      const start = end;
      end = info.bytes;
      window.discardBefore(start);
      const original = () => window.slice(start, info.bytes);
      const isBlank = record.length === 1 && record[0] === "";
      if (!isBlank) yield { fields: record, line, original };
      // The parser counts a CRLF within quotes twice.
      line += info.lines - counted === 1 ? 1 : lineFeeds(original());
      counted = info.lines;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CsvFormatError("CSV_MALFORMED", `${file} is no CSV file: ${error.message}`, { cause: error });
  }
}

function lineFeeds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}

/** A field's text; null if its bytes are not UTF-8, or hold NUL, which no text has. */
export function fieldText(field: string): string | null {
  // oxlint-disable-next-line no-control-regex -- NUL is what is looked for
  if (/^[\x01-\x7f]*$/.test(field)) return field;
  const bytes = Buffer.from(field, "latin1");
  return bytes.includes(0) || !isUtf8(bytes) ? null : bytes.toString("utf8");
}
