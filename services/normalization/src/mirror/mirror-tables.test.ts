import { tableTopics } from "@interlude/contracts";
import { ignoredColumns } from "@interlude/core-musicbrainz";
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
  it("are of the tables that have a topic: what is sent is read, and what is read is sent", () => {
    const read = Object.values(mirrors).map(({ topic }) => topic.name);
    const sent = Object.values(tableTopics).map(({ name }) => name);
    expect(read.toSorted()).toEqual(sent.toSorted());
  });

  it.each(Object.entries(mirrors))("%s reads only columns whose changes are sent", (_, mirror) => {
    const read = columnsRead(mirror);
    const ignored = ignoredColumns(mirror.topic.name.replace("musicbrainz.", ""));
    expect(read.size).toBeGreaterThan(0);
    expect([...read].filter((column) => ignored.includes(column))).toEqual([]);
  });
});
