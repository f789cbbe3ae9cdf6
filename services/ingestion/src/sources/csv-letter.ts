import type { CsvRow } from "@interlude/core-csv";
import type { RequestedLetter } from "../dead-letters/dead-letter.js";

/** Real headers have some hundred bytes. */
const MAX_HEADER_BYTES = 64 * 1024;

/** A table's header as it is kept with each of its rows that cannot be read. */
export function keptHeader(header: CsvRow): string {
  const bytes = header.original();
  return bytes.length > MAX_HEADER_BYTES ? "" : bytes.toString("base64");
}

/** The table of a dead letter: its header and its row. */
export async function* tableOfLetter({ bytes, origin }: RequestedLetter): AsyncGenerator<Buffer> {
  yield Buffer.from(origin["header"] ?? "", "base64");
  yield bytes;
}
