import { tableTopics } from "@interlude/contracts";
import { ignoredColumns } from "@interlude/core-musicbrainz";
import { describe, expect, it } from "vitest";
import { type MirrorTable, valuesOf } from "./mirror-table.js";
import { mirrors } from "./mirror-tables.js";

/** Columns that a mirror reads of a row. */
function columnsRead(mirror: MirrorTable): Set<string> {
  const columns = new Set<string>();
  valuesOf(mirror, new Proxy({}, { get: (_, column) => (columns.add(String(column)), "") }) as never);
  return columns;
}

describe("mirrors", () => {
  it("are of the tables that have a topic: what is sent is read, and what is read is sent", () => {
    expect(Object.keys(mirrors).toSorted()).toEqual(Object.keys(tableTopics).toSorted());
  });

  it.each(Object.entries(mirrors))("%s keeps its key, and what it marks", (_, { columns, key, mark }) => {
    const named = mark === null ? key : [...key, mark.column, mark.value ?? mark.column];
    expect(named.filter((column) => !(column in columns))).toEqual([]);
  });

  it.each(Object.entries(mirrors))("%s reads only columns whose changes are sent", (table, mirror) => {
    const read = columnsRead(mirror);
    expect(read.size).toBeGreaterThan(0);
    expect(ignoredColumns(table).filter((column) => read.has(column))).toEqual([]);
  });
});
