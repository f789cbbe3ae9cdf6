/**
 * A string, which is passed over, or what C and Python write for a number that could not be computed. A string without an
 * end goes on to that of the text, so that none is read twice.
 */
const TOKENS = /"[^"\\]*(?:\\[^]?[^"\\]*)*"?|[+-]?\b(?:nan|inf|infinity)\b(?:\(\w*\))?/gi;

/**
 * JSON text in which numbers that could not be computed (`nan`, `-inf`, `Infinity` …), which JSON does not have, are
 * strings. Programs that print floats as they are write such text.
 */
export function quoteNotFinite(text: string): string {
  return text.replace(TOKENS, (token) => (token.startsWith('"') ? token : `"${token}"`));
}
