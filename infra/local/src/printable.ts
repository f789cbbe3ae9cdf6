/**
 * Characters that a terminal obeys rather than shows: the control characters of ASCII and Latin-1 without tab and line feed,
 * and those that turn the direction of writing, with which text can look like another text.
 */
// oxlint-disable-next-line no-control-regex
const OBEYED = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/g;

/**
 * Text that may be written to a terminal, from any source: names of artists and reasons of errors come from the public.
 * What a terminal would obey is written as JSON escapes it, so JSON stays the same JSON. Line feeds remain.
 */
export function printable(text: string): string {
  return text.replace(OBEYED, (character) => `\\u${hexadecimal(character)}`);
}

/** The same on one line. */
export function printableLine(text: string): string {
  return printable(text).replaceAll("\n", "\\n");
}

function hexadecimal(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, "0");
}
