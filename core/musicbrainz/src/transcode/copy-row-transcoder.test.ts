import { describe, expect, it } from "vitest";
import { tableLayout } from "../table-layouts.js";
import { AvroBytes } from "./avro-bytes.js";
import { CopyRowTranscoder } from "./copy-row-transcoder.js";

const ORIGIN = { sequence: 100, ts: 1_000_000 };

function transcoderOf(table: string, schemaSequence = 31): CopyRowTranscoder {
  return new CopyRowTranscoder(tableLayout(table, schemaSequence), tableLayout(table, 31), ORIGIN);
}

/** The record of a line that is a block by itself. */
function recordOf(transcoder: CopyRowTranscoder, line: string): string {
  const out = new AvroBytes();
  transcoder.openBlock(Buffer.from(line));
  transcoder.read(0, Buffer.byteLength(line));
  transcoder.write(7, out);
  return out.bytes.toString("hex", 0, out.length);
}

function keyOf(table: string, line: string): string {
  const transcoder = transcoderOf(table);
  transcoder.openBlock(Buffer.from(line));
  return transcoder.read(0, Buffer.byteLength(line)).toString();
}

/** `op` r; the source: dump, sequence 100, no xid, position 7; and one second as `ts`. */
const SOURCE_AND_TIME = ["06", "00", "c801", "00", "0e", "80897a"].join("");

describe("transcoder of COPY lines", () => {
  it("writes the change record of a row, field by field", () => {
    const artistCreditName = transcoderOf("artist_credit_name");
    const row = ["0e", "02", "c60a", "06c3896c", "00"].join("");
    expect(recordOf(artistCreditName, "7\t1\t675\tÉl\t")).toBe(`0002${row}${SOURCE_AND_TIME}`);
  });

  it("marks the values and NULLs of columns that may be NULL", () => {
    const artistTag = transcoderOf("artist_tag");
    expect(recordOf(artistTag, "1\t2\t-3\t\\N")).toBe(`000202040500${SOURCE_AND_TIME}`);
    expect(recordOf(artistTag, "1\t2\t-3\t1970-01-01 00:00:00.000001+00")).toBe(
      `00020204050202${SOURCE_AND_TIME}`,
    );
  });

  it("writes the same for an escape as for the character", () => {
    const artistCreditName = transcoderOf("artist_credit_name");
    expect(recordOf(artistCreditName, "7\t1\t675\t\\303\\211l\t")).toBe(
      recordOf(artistCreditName, "7\t1\t675\tÉl\t"),
    );
    expect(recordOf(artistCreditName, "007\t1\t675\tÉl\t")).toBe(
      recordOf(artistCreditName, "7\t1\t675\tÉl\t"),
    );
  });

  it("leaves out the column that schema sequence 31 dropped, whatever is in it", () => {
    const newer = recordOf(transcoderOf("isrc"), "1\t99\tGBUM71029604\t0\t\\N");
    const older = transcoderOf("isrc", 30);
    expect(recordOf(older, "1\t99\tGBUM71029604\t\\N\t0\t\\N")).toBe(newer);
    expect(recordOf(older, "1\t99\tGBUM71029604\t5\t0\t\\N")).toBe(newer);
    expect(recordOf(older, "1\t99\tGBUM71029604\t05\t0\t\\N")).toBe(newer);
    expect(recordOf(older, "1\t99\tGBUM71029604\tx\t0\t\\N")).toBe(newer);
    expect(older.dropped).toMatchObject([{ code: "ROW_BAD_INTEGER", table: "isrc", column: "source" }]);
  });

  it("gives the key of the aggregate root", () => {
    const uuid = "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d";
    expect(keyOf("artist_credit_name", "7\t1\t675\tÉl\t")).toBe("artist_credit:7");
    expect(keyOf("artist_tag", "1\t2\t-3\t\\N")).toBe("artist_tag:1:2");
    expect(keyOf("recording_gid_redirect", `${uuid}\t99\t\\N`)).toBe("recording:99");
    expect(keyOf("isrc", "1\t099\tGBUM71029604\t0\t\\N")).toBe("recording:99");
    expect(keyOf("artist_tag", "-0\t2\t3\t\\N")).toBe("artist_tag:0:2");
  });

  it("takes lines as they are beside those that are no text", () => {
    const transcoder = transcoderOf("artist_tag");
    const good = Buffer.from("1\t2\t3\t\\N");
    const bad = Buffer.from("1\t2\t3\t\\N\r");
    transcoder.openBlock(Buffer.concat([bad, Buffer.of(0x0a, 0xff, 0x0a), good]));
    expect(() => transcoder.read(0, bad.length)).toThrow(/carriage return/);
    expect(() => transcoder.read(bad.length + 1, bad.length + 2)).toThrow(/UTF-8/);
    expect(transcoder.read(bad.length + 3, bad.length + 3 + good.length).toString()).toBe("artist_tag:1:2");
  });

  it("leaves the output as it was where a row is refused half-way", () => {
    const transcoder = transcoderOf("artist_tag");
    const line = "1\t2\tthree\t\\N";
    const out = new AvroBytes();
    out.writeLong(1);
    transcoder.openBlock(Buffer.from(line));
    transcoder.read(0, line.length);
    expect(() => transcoder.write(0, out)).toThrow(/artist_tag\.count: "three" is not an int4/);
    expect(out.length).toBe(1);
  });
});
