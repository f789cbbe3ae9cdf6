import { columnOf } from "@interlude/core-numerics";
import { describe, expect, it } from "vitest";
import { parseTableSpace } from "../table/parse-table-space.js";
import { readCsvCells } from "./csv-cells.js";
import { type TableColumns, trackTableOf } from "./track-table.js";

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}

async function tableOf(text: string, columns: Partial<TableColumns> = {}) {
  return trackTableOf(await readCsvCells(bytesOf(text)), { conditions: [], ...columns });
}

const FILE = [
  "id,genre,Tempo,energy,popularity",
  "a,jazz,120,0.5,40",
  "b,rock,NA,0.7,",
  "c,,90.5,fast,7",
  "d,jazz,100,0.25,0",
  "e,jazz,100",
  'f,"folk, old",80,1e-1,99',
].join("\n");

describe("a table of tracks from a file", () => {
  it("has numeric columns within their bounds and conditions by what they hold", async () => {
    const table = await tableOf(FILE, { conditions: ["genre", "popularity"] });
    expect(table.space.columns.map(({ name, lower, upper }) => [name, lower, upper])).toEqual([
      ["Tempo", 80, 120],
      ["energy", 0.1, 0.7],
    ]);
    expect([...columnOf(table.table, 0)]).toEqual([120, NaN, 100, 80]);
    expect(table.declarations).toEqual([
      { name: "genre", kind: "category" },
      { name: "popularity", kind: "number" },
    ]);
    expect(table.conditions).toEqual([
      ["jazz", 40],
      ["rock", null],
      ["jazz", 0],
      ["folk, old", 99],
    ]);
    expect(table.lines).toEqual([2, 3, 5, 7]);
    expect(table.notes).toContain("id: left out, it holds no numbers");
    expect(table.notes[1]).toMatch(/no space was given/);
  });

  it("leaves out rows with a text for a number or of another length, by line and column", async () => {
    const { leftOut } = await tableOf(FILE);
    expect(leftOut).toEqual([
      { line: 6, reason: "the row has 3 fields, the header has 5" },
      { line: 4, reason: 'column energy: "fast" is no number' },
    ]);
  });

  it("leaves out what is beyond the bounds of a declared space", async () => {
    const space = parseTableSpace(
      JSON.stringify({ name: "s", columns: [{ name: "energy", lower: 0, upper: 0.6 }] }),
    );
    const { leftOut, table } = await tableOf(FILE, { space });
    expect(leftOut).toContainEqual({ line: 3, reason: 'column energy: "0.7" is not from 0 to 0.6' });
    expect(table).toMatchObject({ rows: 3, columns: 1 });
  });

  it("sets rows aside whose shares are none of a block", async () => {
    const share = (name: string) => ({ name, block: "moods", kind: "share", lower: 0, upper: 1 });
    const space = parseTableSpace(JSON.stringify({ name: "s", columns: [share("a"), share("b")] }));
    const { leftOut, table } = await tableOf("b,a\n0.4,0.6\n0.5,0.8\n,1\nNA,\n1,0\n", { space });
    expect([...table.values]).toEqual([0.6, 0.4, NaN, NaN, 0, 1]);
    expect(leftOut).toEqual([
      { line: 3, reason: "block moods: the shares sum to 1.3 where 1 is expected" },
      {
        line: 4,
        reason: "block moods: 1 of 2 shares are missing; a block is given whole or not at all",
      },
    ]);
  });

  it("leaves out a column that never varies, and says so", async () => {
    const { notes, space } = await tableOf("x,y\n1,5\n2,5\n");
    expect(space.columns.map(({ name }) => name)).toEqual(["x"]);
    expect(notes).toContain("y: left out, it is always 5");
  });

  it("keeps the groups of rows", async () => {
    expect((await tableOf(FILE, { group: "genre" })).groups).toEqual(["jazz", "rock", "jazz", "folk, old"]);
  });

  it.each([
    ["TABLE_COLUMN_UNKNOWN", 'no column "key"', FILE, { features: ["key"] }],
    ["TABLE_COLUMN_UNKNOWN", "more than one column", "x,X\n1,2\n", { features: ["x"] }],
    [
      "TABLE_COLUMN_UNKNOWN",
      "cannot be a feature and a condition",
      FILE,
      { features: ["tempo"], conditions: ["Tempo"] },
    ],
    ["TABLE_VALUE_NO_NUMBER", 'column genre, line 2: "jazz"', FILE, { features: ["genre"] }],
    ["TABLE_EMPTY", "no row below its header", "x,y\n", {}],
    ["TABLE_EMPTY", "no row below its header", "", {}],
    ["TABLE_COLUMN_EMPTY", "none of the 1 columns has numbers that vary", "x,y\n1,a\n1,b\n", {}],
  ])("refuses with %s: %s", async (code, message, text, columns) => {
    await expect(tableOf(text, columns)).rejects.toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });
});
