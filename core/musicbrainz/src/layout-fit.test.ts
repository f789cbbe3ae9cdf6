import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeCopyRow } from "./copy-text.js";
import { layoutMisfit } from "./layout-fit.js";
import { copyFromRow } from "./rows.js";
import { tableLayout } from "./table-layouts.js";
import { rowOf } from "./testing/arbitraries.js";

const layout = tableLayout("artist_credit", 31);
const usual = [
  "7",
  "A & B",
  "2",
  "1",
  "2026-09-05 00:25:19.5+00",
  "0",
  "351829e0-ddd7-55dc-8e5e-b0eadc665d40",
];
const misfitOf = (fields: (string | null)[]) => layoutMisfit(layout, Buffer.from(fields.join("\t")));

describe("a line of a table", () => {
  it("fits its layout if it is a row of it", () => {
    fc.assert(
      fc.property(rowOf(layout), (row) => {
        const line = Buffer.from(encodeCopyRow(copyFromRow(layout, row))).subarray(0, -1);
        expect(layoutMisfit(layout, line)).toBeNull();
      }),
    );
  });

  it.each([
    [2, "99999"],
    [3, "-99999999999999999999"],
    [4, "infinity"],
    [4, "20231-05-01 12:00:00+00"],
    [4, "0044-03-15 12:00:00+00 BC"],
    [4, "06/05/2026 12:00:00 UTC"],
    [5, "\\N"],
  ])("fits although column %i has a value that cannot be kept: %s", (column, value) => {
    expect(misfitOf(usual.with(column, value))).toBeNull();
  });

  it.each([
    ["a column more", [...usual, "x"], 8, /8 columns found, 7 expected/],
    ["a column less", usual.slice(0, -1), 6, /6 columns found, 7 expected/],
    ["columns moved by one", ["7", ...usual.slice(0, -1)], 7, /"A & B" in column artist_count/],
    ["NULL where there is none", usual.with(1, "\\N"), 7, /null in column name/],
    ["no COPY text", ["\0"], null, /NUL/],
  ] as const)("does not fit with %s", (_, fields, found, reason) => {
    expect(misfitOf([...fields])).toEqual({ fields: found, reason: expect.stringMatching(reason) });
  });
});
