export const FORMATS = ["tsv", "csv", "jsonl"] as const;
export type Format = (typeof FORMATS)[number];

type Cell = string | number | null;

/**
 * Lines of an export, each with its line end. TSV has no header and escapes as PostgreSQL's COPY does. In CSV, which
 * spreadsheets open, text that they would take for a formula has an apostrophe before it.
 */
export async function* formatLines<Value>(
  format: Format,
  values: Iterable<Value> | AsyncIterable<Value>,
  table: { columns: readonly string[]; row: (value: Value) => readonly Cell[] },
): AsyncIterable<string> {
  if (format === "csv") yield `${table.columns.join(",")}\n`;
  for await (const value of values) {
    if (format === "jsonl") yield `${JSON.stringify(value)}\n`;
    else if (format === "csv") yield `${table.row(value).map(csvCell).join(",")}\n`;
    else yield `${table.row(value).map(tsvCell).join("\t")}\n`;
  }
}

/** What spreadsheets take for a formula, some of them in full width as well, or drop to find one. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;

function csvCell(cell: Cell): string {
  const shown = String(cell ?? "");
  const text = typeof cell === "string" && FORMULA.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function tsvCell(cell: Cell): string {
  if (cell === null) return "\\N";
  return String(cell)
    .replaceAll("\\", "\\\\")
    .replaceAll("\t", "\\t")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
}
