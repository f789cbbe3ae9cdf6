import type { Omission } from "@interlude/contracts";
import { describe, expect, it } from "vitest";
import { describeSetAside, requireTakenIn } from "./describe-set-aside.js";
import type { SetAside } from "./set-aside.js";

const row: Omission = {
  file: "mbdump.tar",
  what: "row",
  code: "ROW_BAD_INTEGER",
  field: null,
  count: 2,
  example: "mbdump/artist, line 7: no number",
};
const value: Omission = { ...row, what: "value", field: "artist.created", count: 10, example: "infinity" };
const file: Omission = {
  ...row,
  what: "file",
  file: "a.csv",
  code: "CSV_UNKNOWN",
  count: 1,
  example: "no layout",
};
const nothing: SetAside = { omissions: [], skipped: {}, deadLetters: [] };
const letters = { service: "graph", code: "MARKER_INVALID", count: 3 } as const;

describe("what was set aside, in lines", () => {
  it("is nothing if everything was taken in", () => {
    expect(describeSetAside(nothing)).toEqual([]);
  });

  it("is files, rows and values by reason, tables that are not replicated, and dead letters of other services", () => {
    const deadLetters = [{ service: "ingestion", code: row.code, count: 2 } as const, letters];
    const skipped = { annotation: 4, cdtoc: 12 };
    const omissions = [value, row, file, { ...row, example: "later" }];
    expect(describeSetAside({ omissions, skipped, deadLetters })).toEqual([
      "not taken in as it is:",
      "  file        what   code             field           count  example",
      "  a.csv       file   CSV_UNKNOWN      -               1      no layout",
      "  mbdump.tar  row    ROW_BAD_INTEGER  -               4      mbdump/artist, line 7: no number",
      "  mbdump.tar  value  ROW_BAD_INTEGER  artist.created  10     infinity",
      "rows that nothing reads, and were not sent: cdtoc 12, annotation 4",
      "dead letters of graph: MARKER_INVALID 3",
      "interlude dead-letters list shows them; once the cause is mended, interlude dead-letters replay --all",
    ]);
  });

  it("stays short, whatever there is", () => {
    const many = Array.from({ length: 500 }, (_, n) => ({
      ...file,
      file: `${n}.csv`,
      example: "x".repeat(500),
    }));
    const skipped = Object.fromEntries(many.map(({ file: name }) => [name, 1]));
    const lines = describeSetAside({ omissions: many, skipped, deadLetters: [] });
    expect(lines).toHaveLength(24);
    expect(lines.at(-2)).toBe("  and 480 more lines; --json lists all");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(300);
  });
});

describe("the exit code", () => {
  it("is that of success with values that are null instead", () => {
    expect(() => requireTakenIn({ ...nothing, omissions: [value] })).not.toThrow();
  });

  it.each([
    [{ ...nothing, omissions: [file] }, "1 file was left alone"],
    [{ ...nothing, deadLetters: [letters] }, "3 dead letters wait"],
    [
      { ...nothing, omissions: [file, row], deadLetters: [letters] },
      "3 dead letters wait, 1 file was left alone",
    ],
  ])("is its own where dead letters wait or files are left alone", (setAside, words) => {
    expect(() => requireTakenIn(setAside)).toThrow(
      expect.objectContaining({ code: "SET_ASIDE", message: `not everything was taken in: ${words}` }),
    );
  });
});
