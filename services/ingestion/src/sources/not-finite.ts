import type { DroppedValue } from "../writer/epoch-writer.js";

/** What is wrong with a value that the program which measured it could not compute. */
export function notFinite(field: string, text: string): Pick<DroppedValue, "code" | "field" | "reason"> {
  return { code: "VALUE_NOT_FINITE", field, reason: `${field} is ${text}: it could not be computed` };
}
