import type { Letter, WholeLetter } from "./letters.js";

/** Of a key or value that is shown as text. */
const SHOWN_CHARACTERS = 4_000;

/** Bytes as people and machines can read them. */
export interface ReadableBytes {
  readonly bytes: number;
  readonly encoding: "text" | "base64";
  readonly data: string;
}

/** Text if it is that, Base64 otherwise. */
export function readableBytes(bytes: Buffer | null): ReadableBytes | null {
  if (bytes === null) return null;
  const text = textIn(bytes);
  return text === null
    ? { bytes: bytes.length, encoding: "base64", data: bytes.toString("base64") }
    : { bytes: bytes.length, encoding: "text", data: text };
}

/** A letter in one line. */
export function describeLetter(letter: Letter): string {
  const { id, status, code, reason } = letter;
  return [id, status, code, placeOf(letter), reason].join("  ");
}

/** Where a letter's input came from: `topic/partition@offset` or `file:line`. */
function placeOf({ topic, partition, offset, file, line }: Letter): string {
  if (topic !== null) return `${topic}/${partition}@${offset}`;
  return line === null ? (file ?? "?") : `${file}:${line}`;
}

/** A letter in lines, one a field; long values are cut. */
export function describeWhole({ key, value, headers, ...letter }: WholeLetter): string[] {
  const known = Object.entries(letter).filter(([, field]) => field !== null);
  return [
    ...known.map(([name, field]) => `${name}: ${field instanceof Date ? field.toISOString() : field}`),
    ...Object.entries(headers).map(([name, text]) => `header ${name}: ${text}`),
    `key: ${describeBytes(readableBytes(key))}`,
    `value: ${describeBytes(readableBytes(value))}`,
  ];
}

function describeBytes(readable: ReadableBytes | null): string {
  if (readable === null) return "none";
  const { bytes, encoding, data } = readable;
  const shown = data.length <= SHOWN_CHARACTERS ? data : `${data.slice(0, SHOWN_CHARACTERS)}…`;
  return `${bytes} bytes, as ${encoding}: ${shown}`;
}

/** The text that bytes are in UTF-8, if they are nothing else. */
function textIn(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    // oxlint-disable-next-line no-control-regex
    return /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
