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

/** Rows as chunks of COPY text, some ten thousand characters each. */
export function* copyChunks(rows: Iterable<readonly (string | null)[]>): Iterable<string> {
  let chunk = "";
  for (const row of rows) {
    chunk += `${row.map(copyField).join("\t")}\n`;
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk !== "") yield chunk;
}

function copyField(field: string | null): string {
  return field === null ? "\\N" : field.replace(SPECIAL, (character) => ESCAPES[character]!);
}

/** Bytes as the text form of `bytea`, for COPY. */
export function byteaText(bytes: Buffer | null): string | null {
  return bytes === null ? null : `\\x${bytes.toString("hex")}`;
}
