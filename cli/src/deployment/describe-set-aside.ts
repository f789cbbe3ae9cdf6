import type { Omission } from "@interlude/contracts";
import { CommandError } from "../command-error.js";
import type { OpenLetters, SetAside } from "./set-aside.js";

/** Lines of the table at most. */
const SHOWN_OMISSIONS = 20;
const SHOWN_TABLES = 10;
const SHOWN_CHARACTERS = 160;

const COLUMNS = ["file", "what", "code", "field", "count", "example"] as const;
const ORDER: readonly Omission["what"][] = ["file", "row", "value"];

/** What was set aside as lines for people; none if nothing was. */
export function describeSetAside({ omissions, skipped, deadLetters }: SetAside): string[] {
  return [
    ...omissionTable(omissions),
    ...skippedTables(skipped),
    ...deadLetterLines(deadLetters.filter(({ service }) => service !== "ingestion")),
  ];
}

/** Dead letters that wait, and what to do about them, as lines for people. */
export function deadLetterLines(letters: readonly OpenLetters[]): string[] {
  if (letters.length === 0) return [];
  return [
    ...letters.map(({ service, code, count }) => `dead letters of ${service}: ${code} ${count}`),
    "interlude dead-letters list shows them; once the cause is mended, interlude dead-letters replay --all",
  ];
}

/**
 * Does nothing if everything was taken in; a value that is null instead is no reason.
 * @throws CommandError `SET_ASIDE`
 */
export function requireTakenIn({
  omissions,
  deadLetters,
}: Pick<SetAside, "omissions" | "deadLetters">): void {
  const letters = deadLetters.reduce((sum, { count }) => sum + count, 0);
  const files = new Set(omissions.filter(({ what }) => what === "file").map(({ file }) => file)).size;
  if (letters === 0 && files === 0) return;
  const parts = [
    letters === 0 ? [] : [letters === 1 ? "1 dead letter waits" : `${letters} dead letters wait`],
    files === 0 ? [] : [files === 1 ? "1 file was left alone" : `${files} files were left alone`],
  ].flat();
  throw new CommandError("SET_ASIDE", `not everything was taken in: ${parts.join(", ")}`);
}

/** Omissions by file and reason as lines for people; none if there are none. */
export function omissionTable(omissions: readonly Omission[]): string[] {
  if (omissions.length === 0) return [];
  const merged = mergedOmissions(omissions);
  const shown = merged.slice(0, SHOWN_OMISSIONS);
  const cells = shown.map((one) => COLUMNS.map((column) => cut(String(one[column] ?? "-"))));
  const rows = [COLUMNS as readonly string[], ...cells];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const more = merged.length - shown.length;
  return [
    "not taken in as it is:",
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ")}`.trimEnd()),
    ...(more > 0 ? [`  and ${more} more lines; --json lists all`] : []),
  ];
}

/** A packet that was applied again has its omissions once, with both counts. Files first, then rows, then values. */
function mergedOmissions(omissions: readonly Omission[]): Omission[] {
  const merged = new Map<string, Omission>();
  for (const one of omissions) {
    const key = JSON.stringify([one.file, one.what, one.code, one.field]);
    const known = merged.get(key);
    merged.set(key, known === undefined ? one : { ...known, count: known.count + one.count });
  }
  return [...merged.values()].toSorted((a, b) => ORDER.indexOf(a.what) - ORDER.indexOf(b.what));
}

function skippedTables(skipped: SetAside["skipped"]): string[] {
  const tables = Object.entries(skipped).toSorted(([, one], [, other]) => other - one);
  if (tables.length === 0) return [];
  const shown = tables.slice(0, SHOWN_TABLES).map(([table, rows]) => `${table} ${rows}`);
  const more = tables.length > SHOWN_TABLES ? `, and ${tables.length - SHOWN_TABLES} more tables` : "";
  return [`rows that nothing reads, and were not sent: ${shown.join(", ")}${more}`];
}

function cut(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}
