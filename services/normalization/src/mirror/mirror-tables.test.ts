import { UNWATCHED_COLUMNS } from "@interlude/contracts";
import { describe, expect, it } from "vitest";
import { mirrors } from "./mirror-tables.js";

/** Columns that a mirror reads of a row. */
function columnsRead(mirror: { read(row: never): unknown }): Set<string> {
  const columns = new Set<string>();
  const row = new Proxy({}, { get: (_, column) => (columns.add(String(column)), "") }) as never;
  mirror.read(row);
  return columns;
}

describe("mirrors", () => {
  it.each(Object.entries(mirrors))("%s reads only columns whose changes are sent", (_, mirror) => {
    const read = columnsRead(mirror);
    expect(read.size).toBeGreaterThan(0);
    expect([...read].filter((column) => UNWATCHED_COLUMNS.has(column))).toEqual([]);
  });
});
