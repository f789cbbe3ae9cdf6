import { splitFields } from "./split-fields.js";

/** In the order in which they are taken if a header has as many fields with each. */
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** What separates the fields of a header: that which gives most of them. */
export function delimiterOf(header: string): string {
  const counts = DELIMITERS.map((delimiter) => splitFields(header, delimiter).fields.length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}
