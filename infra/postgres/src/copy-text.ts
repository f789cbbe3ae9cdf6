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
