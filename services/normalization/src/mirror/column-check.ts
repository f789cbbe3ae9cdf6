import { parseMbid } from "@interlude/contracts";
import type { ColumnType, ColumnValue } from "./mirror-table.js";

/** What PostgreSQL cannot keep: NUL, and halves of surrogate pairs. Whole pairs are found too, hence the second look. */
const SUSPICIOUS = /[\0\ud800-\udfff]/;
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** MusicBrainz's longest names have some thousand characters; records that name many artists must have room for them all. */
const MAX_TEXT = 65_536;

/** Whether PostgreSQL can keep the text: it has a UTF-8 form and no NUL. */
export function isStorableText(text: string): boolean {
  return !SUSPICIOUS.test(text) || !UNSTORABLE.test(text);
}

/**
 * Why a row cannot be written, or null if it can. A single row that PostgreSQL refuses, or that makes a record too large
 * of what is derived from it, would undo its whole batch.
 */
export function columnProblem(
  columns: Readonly<Record<string, ColumnType>>,
  row: Readonly<Record<string, ColumnValue>>,
): string | null {
  for (const column in columns) {
    const type = columns[column]!;
    const value = row[column] ?? null;
    if (typeof value === "string" && value.length > MAX_TEXT) {
      return `${column} has ${value.length} characters, at most ${MAX_TEXT} are kept`;
    }
    if (!fits(type, value)) return `${column} ${JSON.stringify(value)} is not of type ${type}`;
  }
  return null;
}

function fits(type: ColumnType, value: ColumnValue): boolean {
  if (value === null) return type.endsWith("?");
  switch (type) {
    case "integer":
    case "integer?":
      return typeof value === "number" && (value | 0) === value;
    case "uuid":
    case "uuid?":
      return typeof value === "string" && parseMbid(value) !== null;
    case "boolean":
    case "boolean?":
      return typeof value === "boolean";
    case "text":
    case "text?":
      return typeof value === "string" && isStorableText(value);
  }
}
