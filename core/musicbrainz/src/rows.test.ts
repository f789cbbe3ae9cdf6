import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCopyRow, encodeCopyRow } from "./copy-text.js";
import { type RowError, copyFromRow, jsonFromRow, rowFromCopy, rowFromJson } from "./rows.js";
import { tableLayout } from "./table-layouts.js";
import { rowOf } from "./testing/arbitraries.js";

const artistCredit = tableLayout("artist_credit", 31);
const gid = "351829e0-ddd7-55dc-8e5e-b0eadc665d40";
const fields = ["7", "A & B", "2", null, "2026-09-05 00:25:19.5+00", "0", gid];
const row = {
  id: 7,
  name: "A & B",
  artist_count: 2,
  ref_count: null,
  created: 1_788_567_919_500_000,
  edits_pending: 0,
  gid,
};
const json = { ...row, created: "2026-09-05T00:25:19.5+00:00" };

const withField = (index: number, value: string | null) => fields.with(index, value);
const failure = (code: string, column: string | null) => expect.objectContaining({ code, column });

describe("rows", () => {
  it("are the same from a dump and from a packet", () => {
    expect(rowFromCopy(artistCredit, fields)).toEqual(row);
    expect(rowFromJson(artistCredit, json)).toEqual(row);
  });

  it("take a UUID in either case as the same identity", () => {
    expect(rowFromCopy(artistCredit, withField(6, gid.toUpperCase()))).toEqual(row);
  });

  it.each([
    ["ROW_FIELD_COUNT", null, fields.slice(1)],
    ["ROW_FIELD_COUNT", null, [...fields, "x"]],
    ["ROW_NULL_NOT_ALLOWED", "name", withField(1, null)],
    ["ROW_BAD_INTEGER", "id", withField(0, "7.0")],
    ["ROW_BAD_INTEGER", "id", withField(0, "")],
    ["ROW_BAD_INTEGER", "id", withField(0, "2147483648")],
    ["ROW_BAD_INTEGER", "artist_count", withField(2, "32768")],
    ["ROW_BAD_UUID", "gid", withField(6, "351829e0")],
  ])("are refused from COPY with %s (%s)", (code, column, bad) => {
    expect(() => rowFromCopy(artistCredit, bad)).toThrow(failure(code, column));
  });

  it.each([
    ["ROW_MISSING_COLUMN", "gid", { ...json, gid: undefined }],
    ["ROW_NULL_NOT_ALLOWED", "id", { ...json, id: null }],
    ["ROW_BAD_INTEGER", "id", { ...json, id: "7" }],
    ["ROW_BAD_INTEGER", "id", { ...json, id: 7.5 }],
    ["ROW_BAD_TEXT", "name", { ...json, name: { nested: true } }],
    ["ROW_BAD_TEXT", "name", { ...json, name: "a\0" }],
    ["ROW_BAD_TEXT", "name", { ...json, name: "a\ud800" }],
  ])("are refused from JSON with %s (%s)", (code, column, bad) => {
    expect(() => rowFromJson(artistCredit, bad)).toThrow(failure(code, column));
  });

  it.each([
    ["ROW_TIMESTAMP_OUT_OF_RANGE", "created", withField(4, "infinity"), { created: null }],
    ["ROW_BAD_TIMESTAMP", "created", withField(4, "yesterday"), { created: null }],
    ["ROW_BAD_INTEGER", "edits_pending", withField(5, "2147483648"), { edits_pending: null }],
    ["ROW_NULL_NOT_ALLOWED", "edits_pending", withField(5, null), { edits_pending: null }],
  ])("are read from COPY without what no consumer reads: %s (%s)", (code, column, odd, changed) => {
    const dropped: RowError[] = [];
    const read = rowFromCopy(artistCredit, odd, (fault) => dropped.push(fault));
    expect(read).toEqual({ ...row, ...changed });
    expect(dropped).toEqual([failure(code, column)]);
  });

  it.each([
    ["ROW_TIMESTAMP_OUT_OF_RANGE", "created", { created: "20231-05-01T12:00:00+00:00" }, { created: null }],
    ["ROW_BAD_TIMESTAMP", "created", { created: 1 }, { created: null }],
    ["ROW_BAD_INTEGER", "ref_count", { ref_count: 2 ** 40 }, {}],
    ["ROW_MISSING_COLUMN", "edits_pending", { edits_pending: undefined }, { edits_pending: null }],
    ["ROW_UNKNOWN_COLUMN", "colour", { colour: "red" }, {}],
    ["ROW_UNKNOWN_COLUMN", "__proto__", JSON.parse('{"__proto__":7}'), {}],
  ])("are read from JSON without what no consumer reads: %s (%s)", (code, column, odd, changed) => {
    const dropped: RowError[] = [];
    const read = rowFromJson(artistCredit, { ...json, ...odd }, (fault) => dropped.push(fault));
    expect(read).toEqual({ ...row, ...changed });
    expect(dropped).toEqual([failure(code, column)]);
  });

  it("keep no time that only PostgreSQL knows, even where something reads it", () => {
    const read = { ...artistCredit, ignored: [] };
    expect(rowFromCopy(read, withField(4, "-infinity"))).toEqual({ ...row, created: null });
    expect(() => rowFromCopy(read, withField(4, "yesterday"))).toThrow(
      failure("ROW_BAD_TIMESTAMP", "created"),
    );
  });

  it("have no longer text than their columns, counted in characters", () => {
    const isrc = tableLayout("isrc", 31);
    const odd = (code: string) => ["1", "2", code, "0", null];
    expect(rowFromCopy(isrc, odd("🎷".repeat(12)))).toMatchObject({ isrc: "🎷".repeat(12) });
    expect(() => rowFromCopy(isrc, odd("🎷".repeat(13)))).toThrow(failure("ROW_BAD_TEXT", "isrc"));
    const name = "x".repeat(1_000_000);
    expect(rowFromJson(artistCredit, { ...json, name })).toEqual({ ...row, name });
  });

  it("refuse a boolean that is none", () => {
    const { columns, ...rest } = tableLayout("recording", 31);
    const layout = { ...rest, columns: columns.filter(({ name }) => name === "video") };
    expect(() => rowFromCopy(layout, ["true"])).toThrow(failure("ROW_BAD_BOOLEAN", "video"));
    expect(() => rowFromJson(layout, { video: "t" })).toThrow(failure("ROW_BAD_BOOLEAN", "video"));
  });

  it.each(["artist", "artist_credit_name", "recording", "isrc", "link_type"])(
    "of %s come back from COPY bytes and from JSON inside COPY bytes",
    (table) => {
      const layout = tableLayout(table, 31);
      const decode = (line: string) => decodeCopyRow(Buffer.from(line).subarray(0, -1));
      fc.assert(
        fc.property(rowOf(layout), (any) => {
          expect(rowFromCopy(layout, decode(encodeCopyRow(copyFromRow(layout, any))))).toEqual(any);
          const document = encodeCopyRow([JSON.stringify(jsonFromRow(layout, any))]);
          expect(rowFromJson(layout, JSON.parse(decode(document)[0]!))).toEqual(any);
        }),
      );
    },
  );
});
