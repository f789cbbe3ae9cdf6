import { IngestionError } from "../../ingestion-error.js";

/**
 * Parses JSON that nests no deeper than allowed. The depth is counted before anything is built from the text.
 * @throws IngestionError `JSON_TOO_DEEP`; SyntaxError
 */
export function parseBoundedJson(text: string, maxDepth: number): unknown {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    if (depth > maxDepth) {
      throw new IngestionError("JSON_TOO_DEEP", `the document nests deeper than ${maxDepth} levels`);
    }
  }
  return JSON.parse(text);
}
