const CHUNK_CHARACTERS = 64 * 1024;
const SPECIAL = /[\\\b\f\n\r\t\v]/g;
const ESCAPES: Record<string, string> = {
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** Rows as lines of COPY text. */
export function* copyLines(rows: Iterable<readonly (string | null)[]>): Iterable<string> {
  for (const row of rows) yield `${row.map((field) => copyField(field)).join("\t")}\n`;
}

/** Lines gathered into chunks of some ten thousand characters each. */
export function* copyChunks(lines: Iterable<string>): Iterable<string> {
  let chunk = "";
  for (const line of lines) {
    chunk += line;
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk !== "") yield chunk;
}

/** One field of a line; null is NULL. */
export function copyField(field: string | null): string {
  return field === null ? "\\N" : field.replace(SPECIAL, (character) => ESCAPES[character]!);
}

/** Bytes as the text form of `bytea`, for COPY. */
export function byteaText(bytes: Buffer | null): string | null {
  return bytes === null ? null : `\\x${bytes.toString("hex")}`;
}
