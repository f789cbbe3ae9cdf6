import { tableTopics } from "@interlude/contracts";
import { NEWEST_SCHEMA_SEQUENCE, tableLayout } from "@interlude/core-musicbrainz";
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

  it.each(Object.entries(mirrors))(
    "%s ignores what it does not read, its identity apart",
    (table, mirror) => {
      const read = columnsRead(mirror);
      const { columns, primaryKey, root, ignored } = tableLayout(table, NEWEST_SCHEMA_SEQUENCE);
      const needed = new Set([...read, ...primaryKey, ...root.columns, "gid"]);
      const names = columns.map(({ name }) => name);
      const present = ignored.filter((name) => names.includes(name));
      expect(present.toSorted()).toEqual(names.filter((name) => !needed.has(name)).toSorted());
    },
  );
});
