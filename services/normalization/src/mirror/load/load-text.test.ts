import type { RecordingChange, RecordingRow } from "@interlude/contracts";
import { decodeCopyRow } from "@interlude/core-musicbrainz";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnProblem } from "../column-check.js";
import { valuesOf } from "../mirror-table.js";
import { mirrors } from "../mirror-tables.js";
import { type LoadLine, LoadText } from "./load-text.js";

const { recording } = mirrors;
const text = new LoadText(recording);
const source: RecordingChange["source"] = { kind: "dump", sequence: 5, xid: null, position: 9 };
function readBack(line: LoadLine, column: string): object {
  if (typeof line !== "string") return line;
  const fields = decodeCopyRow(Buffer.from(line.slice(0, -1)));
  return { field: fields[text.columns.indexOf(column)] };
}

const row: RecordingRow = {
  id: 7,
  gid: "0dad432b-16cc-4bf0-8961-fd31d124b01b",
  name: "Blue Train",
  artist_credit: 3,
  length: null,
  comment: "",
  edits_pending: 0,
  last_updated: null,
  video: false,
};

describe("lines of a load", () => {
  it("are the columns in order, with the place", () => {
    expect(text.columns.slice(-3)).toEqual(["source_sequence", "source_position", "deleted"]);
    expect(text.line(row, source)).toBe(`7\t${row.gid}\tBlue Train\t3\t\\N\t\tf\t5\t9\tf\n`);
  });

  const anything = fc.oneof(fc.string({ unit: "binary" }), fc.integer(), fc.boolean(), fc.constant(null));
  it("say every text as it was, and refuse exactly what the columns cannot keep", () => {
    fc.assert(
      fc.property(fc.constantFrom("id", "gid", "name", "length", "video"), anything, (column, value) => {
        const changed = { ...row, [column]: value } as RecordingRow;
        const values = valuesOf(recording, changed);
        const problem = columnProblem(recording.columns, values);
        const refused = { code: "ROW_INVALID", reason: `recording: ${problem}` };
        const kept = typeof values[column] === "boolean" ? String(values[column]).charAt(0) : values[column];
        const expected = problem === null ? { field: kept === null ? null : String(kept) } : refused;
        expect(readBack(text.line(changed, source), column)).toEqual(expected);
      }),
    );
  });
});
