/**
 * PostgreSQL's COPY text format: one row a line, fields separated by TAB, NULL as `\N`, backslash escapes.
 * Source: PostgreSQL manual, "COPY", section "Text Format".
 */
import { isUtf8 } from "node:buffer";

export type CopyTextErrorCode =
  | "COPY_INVALID_UTF8"
  | "COPY_DANGLING_BACKSLASH"
  | "COPY_RAW_CARRIAGE_RETURN"
  | "COPY_NUL_CHARACTER"
  | "COPY_LINE_TOO_LONG";

/** A line that is not COPY text. The message says what is wrong with it; the caller knows file and line. */
export class CopyTextError extends Error {
  override readonly name = "CopyTextError";

  constructor(
    readonly code: CopyTextErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export interface DecodeCopyOptions {
  /** `fail` (default) throws `COPY_INVALID_UTF8`; `replace` puts U+FFFD for bytes that are not UTF-8. */
  readonly invalidUtf8?: "fail" | "replace";
}

const NEEDS_ESCAPE = /[\b\f\n\r\t\v\\\0]/;
const EACH_TO_ESCAPE = /[\b\f\n\r\t\v\\\0]/g;

const ESCAPED: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
};

function escapeCharacter(character: string): string {
  const escaped = ESCAPED[character];
  if (escaped === undefined) {
    throw new CopyTextError("COPY_NUL_CHARACTER", "a text value holds U+0000, which PostgreSQL cannot store");
  }
  return escaped;
}

/**
 * One row as COPY text, with its final LF.
 * @param fields the values in column order; `null` is SQL NULL (the text `\N` is escaped and stays text)
 * @throws CopyTextError `COPY_NUL_CHARACTER`
 */
export function encodeCopyRow(fields: readonly (string | null)[]): string {
  let line = "";
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i]!;
    if (i > 0) line += "\t";
    if (field === null) line += "\\N";
    else line += NEEDS_ESCAPE.test(field) ? field.replace(EACH_TO_ESCAPE, escapeCharacter) : field;
  }
  return `${line}\n`;
}

/**
 * The fields of one COPY line; `null` if the raw field is `\N`.
 * Fields are split on the raw TAB before unescaping, and escapes are resolved left to right in one pass.
 * @param line the bytes of one line without its LF
 * @throws CopyTextError `COPY_INVALID_UTF8`, `COPY_DANGLING_BACKSLASH`, `COPY_RAW_CARRIAGE_RETURN`, `COPY_NUL_CHARACTER`
 */
export function decodeCopyRow(line: Buffer, options: DecodeCopyOptions = {}): (string | null)[] {
  const replace = options.invalidUtf8 === "replace";
  if (!replace && !isUtf8(line)) {
    throw new CopyTextError(
      "COPY_INVALID_UTF8",
      `byte ${firstInvalidUtf8(line)} of the line is not valid UTF-8`,
    );
  }
  if (line.includes(0x0d)) {
    throw new CopyTextError(
      "COPY_RAW_CARRIAGE_RETURN",
      `byte ${line.indexOf(0x0d)} is a bare carriage return; the file's line ends were probably converted to CR LF`,
    );
  }
  if (line.includes(0)) throw nulCharacter();
  const fields: (string | null)[] = line.toString("utf8").split("\t");
  if (!line.includes(0x5c)) return fields;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as string;
    if (field === "\\N") fields[i] = null;
    else if (field.includes("\\")) fields[i] = unescapeField(field, replace);
  }
  return fields;
}

/** Whether the line is the `\.` that some tools write after the last row. */
export function isEndOfData(line: Buffer): boolean {
  return line.length === 2 && line[0] === 0x5c && line[1] === 0x2e;
}

// `\`, then: an octal number, a hexadecimal number, or any one character (nothing at the end of the field).
const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|([^]?))/gu;

const UNESCAPED: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

function unescapeField(field: string, replace: boolean): string {
  let hasHighByte = false;
  const text = field.replace(ESCAPE, (_match, octal?: string, hex?: string, character?: string) => {
    if (octal !== undefined || hex !== undefined) {
      const byte = numericByte(octal, hex);
      if (byte >= 0x80) hasHighByte = true;
      return String.fromCharCode(byte);
    }
    if (character === undefined || character === "") {
      throw new CopyTextError("COPY_DANGLING_BACKSLASH", "a field ends in a single backslash");
    }
    return UNESCAPED[character] ?? character;
  });
  return hasHighByte ? unescapeBytes(field, replace) : text;
}

function numericByte(octal: string | undefined, hex: string | undefined): number {
  // PostgreSQL keeps the low eight bits of a three-digit octal number.
  const byte = octal !== undefined ? Number.parseInt(octal, 8) & 0xff : Number.parseInt(hex!, 16);
  if (byte === 0) throw nulCharacter();
  return byte;
}

/** Numeric escapes above 127 are bytes, perhaps of one character between them: resolve them as bytes. */
function unescapeBytes(field: string, replace: boolean): string {
  const parts: Buffer[] = [];
  let from = 0;
  for (const match of field.matchAll(ESCAPE)) {
    const [whole, octal, hex, character] = match;
    parts.push(Buffer.from(field.slice(from, match.index)));
    const numeric = octal !== undefined || hex !== undefined;
    parts.push(
      numeric ? Buffer.of(numericByte(octal, hex)) : Buffer.from(UNESCAPED[character!] ?? character!),
    );
    from = match.index + whole.length;
  }
  parts.push(Buffer.from(field.slice(from)));
  const bytes = Buffer.concat(parts);
  if (!replace && !isUtf8(bytes)) {
    throw new CopyTextError("COPY_INVALID_UTF8", "a field's octal or \\x escapes do not make valid UTF-8");
  }
  return bytes.toString("utf8");
}

function nulCharacter(): CopyTextError {
  return new CopyTextError("COPY_NUL_CHARACTER", "a field holds a NUL byte, which PostgreSQL text cannot");
}

/** Offset of the first byte that starts no valid character. Slow, and only called for the error's message. */
function firstInvalidUtf8(line: Buffer): number {
  let valid = 0;
  while (valid < line.length) {
    let length = 1;
    while (length <= 4 && !isUtf8(line.subarray(valid, valid + length))) length++;
    if (length > 4 || valid + length > line.length) return valid;
    valid += length;
  }
  return valid;
}
