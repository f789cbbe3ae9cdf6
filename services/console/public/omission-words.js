// @ts-check
import { count, counted } from "./format.js";

/** @typedef {import("./api.js").IngestionState} IngestionState */

/** @type {Readonly<Record<"file" | "row" | "value", string>>} */
const DONE = { file: "left alone", row: "set aside", value: "kept as null" };

/**
 * What was not taken in as it is, in words: a sum, and a line for each file and reason; null if all was.
 *
 * @param {IngestionState["omissions"]} omissions
 * @returns {{ summary: string, lines: string[] } | null}
 */
export function omissionWords(omissions) {
  if (omissions.length === 0) return null;
  const sums = /** @type {const} */ (["file", "row", "value"]).flatMap((kind) => {
    const sum = omissions.reduce((total, one) => total + (one.what === kind ? one.count : 0), 0);
    return sum === 0 ? [] : [`${counted(sum, kind)} ${DONE[kind]}`];
  });
  const lines = omissions.map(({ file, what, code, field, count: times, example }) => {
    const kind =
      what === "file" ? DONE.file : `${count(times)} ${times === 1 ? what : `${what}s`} ${DONE[what]}`;
    return `${file}: ${kind}, ${code}${field === null ? "" : ` (${field})`}: ${example}`;
  });
  return { summary: `Not taken in as it is: ${sums.join(", ")}`, lines };
}
