import * as fc from "fast-check";
import type { Row, Value } from "../rows.js";
import type { Column, TableLayout } from "../table-layouts.js";
import { mostCharacters } from "../text-length.js";

/** Text as PostgreSQL can hold it (well-formed, no NUL), rich in what COPY and JSON treat specially. */
export const postgresText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", "")),
  fc.string({ unit: fc.constantFrom("\t", "\n", "\r", "\\", "N", "t", "0", "x41", "\v", "\b", "\f", '"') }),
  fc.constantFrom("", "\\N", "\\.", "\\\\N", "שלום עולם", "🎷 & 🎺", "\ufeffbom", "\\t", "null"),
);

function valueOf(column: Column): fc.Arbitrary<Value> {
  switch (column.type) {
    case "int2":
      return fc.integer({ min: -0x8000, max: 0x7fff });
    case "int4":
      return fc.integer();
    case "bool":
      return fc.boolean();
    case "uuid":
      return fc.uuid();
    case "timestamptz":
      return fc.integer({ min: 0, max: 4_000_000_000_000_000 });
    default:
      return postgresText.map((text) => [...text].slice(0, mostCharacters(column.type)).join(""));
  }
}

/** Any row that the layout allows. */
export function rowOf(layout: TableLayout): fc.Arbitrary<Row> {
  const columns = layout.columns.map((column): [string, fc.Arbitrary<Value>] => [
    column.name,
    column.nullable ? fc.option(valueOf(column)) : valueOf(column),
  ]);
  return fc.record(Object.fromEntries(columns), { noNullPrototype: true });
}
