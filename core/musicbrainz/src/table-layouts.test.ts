import { describe, expect, it } from "vitest";
import { tableDescriptions } from "./generated/layouts.js";
import { SUPPORTED_SCHEMA_SEQUENCES, checkSchemaSequence, tableLayout } from "./table-layouts.js";

describe("table layouts", () => {
  it.each(SUPPORTED_SCHEMA_SEQUENCES)("are well-formed in schema sequence %i", (sequence) => {
    for (const { table } of tableDescriptions) {
      const { columns, primaryKey } = tableLayout(table, sequence);
      const names = columns.map((column) => column.name);
      expect(names).toEqual([...new Set(names)]);
      for (const { name, type } of columns) {
        expect(name).toMatch(/^[a-z0-9_]+$/);
        expect(type).toMatch(/^(int[24]|bool|uuid|timestamptz|text|(var)?char(\(\d+\))?)$/);
      }
      expect(columns.filter((column) => primaryKey.includes(column.name) && !column.nullable)).toHaveLength(
        primaryKey.length,
      );
    }
  });

  it("follow the schema sequence: isrc lost its source in 31", () => {
    const names = (sequence: number) => tableLayout("isrc", sequence).columns.map((column) => column.name);
    expect(names(30)).toEqual(["id", "recording", "isrc", "source", "edits_pending", "created"]);
    expect(names(31)).toEqual(["id", "recording", "isrc", "edits_pending", "created"]);
  });

  it("refuse an unknown schema sequence and say what to do", () => {
    expect(() => checkSchemaSequence(32)).toThrow(
      expect.objectContaining({
        code: "LAYOUT_UNKNOWN_SCHEMA_SEQUENCE",
        message: expect.stringMatching(/32.*30 and 31.*Upgrade/),
      }),
    );
    expect(() => tableLayout("constructor", 31)).toThrow(
      expect.objectContaining({ code: "LAYOUT_UNKNOWN_TABLE" }),
    );
  });
});
