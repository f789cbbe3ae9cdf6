import { IngestionError } from "../../ingestion-error.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Parses JSON that nests no deeper than allowed. The depth is counted in one pass before anything is built of it.
 * @throws IngestionError `JSON_TOO_DEEP`; SyntaxError
 */
export function parseBoundedJson(text: string, maxDepth: number): unknown {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) {
      inString = true;
    } else if (code === 0x7b || code === 0x5b) {
      depth++;
      if (depth > maxDepth) {
        throw new IngestionError("JSON_TOO_DEEP", `the document nests deeper than ${maxDepth} levels`);
      }
    } else if (code === 0x7d || code === 0x5d) {
      depth--;
    }
  }
  return JSON.parse(text);
}
