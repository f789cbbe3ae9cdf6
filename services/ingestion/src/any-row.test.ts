import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { type AnyRowChange, tableTopics } from "@interlude/contracts";
import {
  type Column,
  type Row,
  type TableLayout,
  mayBeNull,
  parseTimestamp,
  rowFromCopy,
  tableLayout,
} from "@interlude/core-musicbrainz";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryStream } from "./testing/memory-stream.js";
import { dumpMembers, packetMembers } from "./testing/music-files.js";

const root = temporaryFolder();
const TABLES = Object.keys(tableTopics).map((table) => tableLayout(table, 31));

/** Values as `row_to_json` writes them and as nothing should, those at the edges of every type among them. */
const ANY_VALUE = fc.constantFrom<unknown>(
  0,
  7,
  -1,
  32_767,
  32_768,
  -32_769,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  -(2 ** 31) - 1,
  2 ** 52,
  -(2 ** 52) - 1,
  2 ** 53 - 2,
  2 ** 53 - 1,
  2 ** 53,
  1e300,
  0.5,
  true,
  false,
  null,
  "",
  "x",
  "Infinity",
  "\ud83c",
  "a\udfb7b",
  "a\0b",
  "🎷",
  "\ufeff",
  "x".repeat(70_000),
  "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d",
  "B10BBBFC-CF9E-42E0-BE17-E2C3E1D2600D",
  "2026-05-06T12:00:00.5+00:00",
  "infinity",
  "0044-03-15T12:00:00+00:00 BC",
  "20231-05-01T12:00:00+00:00",
  "2255-06-05T23:47:34.740990+00:00",
  "2255-06-05T23:47:34.740991+00:00",
  "1827-04-09T00:00:00+00:00",
  [],
  {},
  { nested: true },
);

const USUAL: Readonly<Record<string, string>> = {
  int2: "7",
  int4: "99",
  bool: "t",
  timestamptz: "2026-05-06 12:00:00.5+00",
  uuid: "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d",
};

function usualRow(layout: TableLayout): Row {
  return rowFromCopy(
    layout,
    layout.columns.map(({ type }) => USUAL[type] ?? "Blue Train"),
  );
}

/** A usual row with any values in some columns. */
function anyRowOf(layout: TableLayout): fc.Arbitrary<Record<string, unknown>> {
  const usual = { ...usualRow(layout) } as Record<string, unknown>;
  for (const { name, type } of layout.columns) {
    if (type === "timestamptz") usual[name] = "2026-05-06T12:00:00.5+00:00";
  }
  const names = layout.columns.map(({ name }) => name);
  return fc
    .dictionary(fc.constantFrom(...names), ANY_VALUE, { maxKeys: 3, noNullPrototype: true })
    .map((odd) => ({ ...usual, ...odd }));
}

/** What a value that was published must be, given what the source wrote. */
function published({ type }: Column, given: unknown): unknown {
  if (typeof given !== "string") return given;
  if (type === "timestamptz") return parseTimestamp(given);
  return type === "uuid" ? given.toLowerCase() : given;
}

describe("any row of any table", () => {
  it("is published and read back as it is, without what no consumer needs of it, or is set aside alone", async () => {
    const tables = fc.constantFrom(...TABLES);
    const any = fc.array(
      tables.chain((layout) => anyRowOf(layout).map((row) => ({ layout, row }))),
      // A stream costs more than a row of it.
      { minLength: 20, maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(any, async (rows) => {
        const folder = mkdtempSync(join(root, "source-"));
        const usual = TABLES.map((layout) => ({ table: layout.table, after: usualRow(layout) }));
        const members = new Map(packetMembers(7, usual));
        const lines = rows.map(({ layout, row }, at) => {
          const json = JSON.stringify(row).replaceAll("\\", "\\\\");
          return `${1000 + at}\tmusicbrainz.${layout.table}\ti\t1\t\\N\t${json}\t\\N\t\\N\n`;
        });
        members.set("mbdump/pending_data", String(members.get("mbdump/pending_data")) + lines.join(""));
        await writeArchive(folder, "replication-7-v2.tar", [...members]);
        const stream = await MemoryStream.create();
        expect(await stream.run(folder)).toBe("done");

        const letters = new Set(stream.store.letters.letters.map(({ line }) => line));
        const arrived = new Map<string, AnyRowChange[]>();
        for (const { topic, isMarker, value } of await stream.records()) {
          if (isMarker || !topic.startsWith("musicbrainz.")) continue;
          arrived.set(topic, [...(arrived.get(topic) ?? []), value as AnyRowChange]);
        }
        const changes = [...arrived.values()].flat();
        expect(changes).toHaveLength(usual.length + rows.length - letters.size);
        const inOrder = changes.toSorted((one, other) => one.source.position - other.source.position);
        const sent = rows.filter((_, at) => !letters.has(usual.length + at + 1));
        for (const [at, { layout, row }] of sent.entries()) {
          const after = inOrder[usual.length + at]!.after as unknown as Row;
          const expected = layout.columns.map((column) => {
            const isDropped = after[column.name] === null && mayBeNull(layout, column);
            return [column.name, isDropped ? null : published(column, row[column.name])];
          });
          expect({ ...after }).toEqual(Object.fromEntries(expected));
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it("whose timestamp is the last that a long holds survives a dump, and the next is null", async () => {
    const folder = mkdtempSync(join(root, "source-"));
    const members = new Map(dumpMembers({ artist_tag: [] }));
    const times = ["2255-06-05 23:47:34.74099+00", "2255-06-05 23:47:34.740991+00"];
    members.set("mbdump/artist_tag", times.map((time, tag) => `1\t${tag}\t1\t${time}\n`).join(""));
    await writeArchive(folder, "mbdump.tar", [...members]);
    const stream = await MemoryStream.create();
    expect(await stream.run(folder)).toBe("done");
    const records = await stream.records([tableTopics.artist_tag.name]);
    const rows = records.flatMap(({ isMarker, value }) =>
      isMarker ? [] : [(value as AnyRowChange).after as object],
    );
    const byTag = Object.fromEntries(rows.map((row) => [(row as { tag: number }).tag, row]));
    expect(byTag).toMatchObject({ 0: { last_updated: 2 ** 53 - 2 }, 1: { last_updated: null } });
  });
});
