import { type CsvHeader, CsvHeader as Header, csvRows, fieldText } from "@interlude/core-csv";
import { TracksError } from "../errors.js";

/** A row that is left out, and why. */
export interface LeftOutRow {
  readonly line: number;
  readonly reason: string;
}

/** A CSV file as texts. */
export interface CsvCells {
  readonly header: CsvHeader;
  readonly rows: readonly { readonly line: number; readonly fields: readonly string[] }[];
  readonly leftOut: readonly LeftOutRow[];
}

/**
 * Reads a CSV file whole. Rows that are none of the table's are left out, with the reason.
 * @throws TracksError `TABLE_EMPTY` for a file without a row below its header
 */
export async function readCsvCells(bytes: AsyncIterable<Buffer>): Promise<CsvCells> {
  let header: CsvHeader | null = null;
  const rows: { line: number; fields: string[] }[] = [];
  const leftOut: LeftOutRow[] = [];
  for await (const row of csvRows(bytes)) {
    if (header === null) {
      header = new Header(row);
      continue;
    }
    const texts = row.fields.map(fieldText);
    const problem =
      header.problemOf(row) ??
      (texts.includes(null) ? `column ${header.names[texts.indexOf(null)]} is no UTF-8 text` : null);
    if (problem === null) rows.push({ line: row.line, fields: texts.map((text) => text!.trim()) });
    else leftOut.push({ line: row.line, reason: problem });
  }
  if (header !== null && rows.length > 0) return { header, rows, leftOut };
  const first = leftOut[0];
  throw new TracksError(
    "TABLE_EMPTY",
    first === undefined
      ? "the table has no row below its header"
      : `no row of the table can be read; line ${first.line}: ${first.reason}`,
  );
}

/** What spreadsheets and data frames write where there is no value. */
const MISSING = new Set(["", "na", "n/a", "nan", "null", "none"]);

export function isMissing(text: string): boolean {
  return MISSING.has(text.toLowerCase());
}
