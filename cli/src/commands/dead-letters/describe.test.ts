import { describe, expect, it } from "vitest";
import { describeLetter, describeWhole, readableBytes } from "./describe.js";
import { type Letter, parseId } from "./letters.js";

const someLetter: Letter = {
  id: "graph/12",
  status: "open",
  code: "GRAPH_UNKNOWN_ARTIST",
  reason: "because",
  topic: "catalog.collaborations",
  partition: 3,
  offset: 77,
  file: null,
  line: null,
  epoch: 4,
  rejectedAt: new Date(0),
  settledAt: null,
};

describe("what is shown of a dead letter", () => {
  it("is text where its bytes are that, and Base64 elsewhere", () => {
    expect(readableBytes(Buffer.from("Sigur Rós\t1\n"))).toEqual({
      bytes: 13,
      encoding: "text",
      data: "Sigur Rós\t1\n",
    });
    for (const bytes of [Buffer.from([0, 0, 0, 0, 7]), Buffer.from([0xc3, 0x28]), Buffer.from("\u001B[2J")]) {
      expect(readableBytes(bytes)).toEqual({
        bytes: bytes.length,
        encoding: "base64",
        data: bytes.toString("base64"),
      });
    }
    expect(readableBytes(null)).toBeNull();
  });

  it("says what is known, and of a long value how long it is", () => {
    const lines = describeWhole({
      ...someLetter,
      key: Buffer.from("a:b"),
      value: Buffer.alloc(10_000, "x"),
      headers: { "interlude-epoch": "4" },
    });
    expect(lines.slice(0, -1)).toEqual([
      "id: graph/12",
      "status: open",
      "code: GRAPH_UNKNOWN_ARTIST",
      "reason: because",
      "topic: catalog.collaborations",
      "partition: 3",
      "offset: 77",
      "epoch: 4",
      "rejectedAt: 1970-01-01T00:00:00.000Z",
      "header interlude-epoch: 4",
      "key: 3 bytes, as text: a:b",
    ]);
    expect(lines.at(-1)).toMatch(/^value: 10000 bytes, as text: x{4000}…$/);
  });

  it("says in a line where it came from", () => {
    const letter = { ...someLetter, file: null, line: null };
    expect(describeLetter(letter)).toBe(
      "graph/12  open  GRAPH_UNKNOWN_ARTIST  catalog.collaborations/3@77  because",
    );
    const ofFile = { ...letter, topic: null, file: "mbdump/artist" };
    expect(describeLetter({ ...ofFile, line: 9 })).toContain("  mbdump/artist:9  because");
    expect(describeLetter(ofFile)).toContain("  mbdump/artist  because");
  });

  it("has an id of service and number", () => {
    expect(parseId("graph/12")).toEqual({ service: "graph", number: 12 });
    for (const id of ["graph", "graph/0", "graph/1/2", "graph/-1", "unknown/1", "graph/1; drop table x"]) {
      expect(() => parseId(id)).toThrow("is not the id of a dead letter");
    }
  });
});
