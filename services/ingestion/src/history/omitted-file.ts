import { letterText } from "../dead-letters/dead-letter.js";
import type { Omission } from "./epoch.js";

/**
 * A file that is left alone as a whole.
 * @param reason why, and what to do about it
 */
export function omittedFile(file: string, code: string, reason: string): Omission {
  return { file, what: "file", code, field: null, count: 1, example: letterText(reason) };
}
