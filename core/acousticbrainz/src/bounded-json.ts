import { AcousticBrainzError } from "./acousticbrainz-error.js";
import { quoteNotFinite } from "./lenient-json.js";

/**
 * Parses JSON that nests no deeper than allowed. Numbers that could not be computed are strings, as `quoteNotFinite` has
 * them. V8 parses without recursion, so depth itself breaks nothing there, and
 * checking the parsed value is several times cheaper than checking the text; code that walks the document recursively
 * is safe afterwards. The caller bounds the text's length.
 * @throws AcousticBrainzError `JSON_TOO_DEEP`; SyntaxError
 */
export function parseBoundedJson(text: string, maxDepth: number): unknown {
  const value = parse(text);
  if (nestsDeeper(value, maxDepth)) {
    throw new AcousticBrainzError("JSON_TOO_DEEP", `the document nests deeper than ${maxDepth} levels`);
  }
  return value;
}

/** What JSON does not have is looked for only where it stopped the parser. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const quoted = quoteNotFinite(text);
    if (quoted === text) throw error;
    return JSON.parse(quoted);
  }
}

/** Goes down no further than the bound. */
function nestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  for (const key in value) {
    if (nestsDeeper((value as Record<string, unknown>)[key], levels - 1)) return true;
  }
  return false;
}
