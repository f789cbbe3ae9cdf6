import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvHeader } from "./csv-header.js";
import { MAX_ROW_BYTES, csvRows, fieldText } from "./csv-rows.js";

interface Read {
  readonly fields: (string | null)[];
  readonly line: number;
  readonly original: Buffer;
}

async function* inChunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes.length === 0 ? bytes.length : sizes[turn % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function rowsOf(bytes: Buffer | string, sizes: readonly number[] = []): Promise<Read[]> {
  const rows: Read[] = [];
  for await (const { fields, line, original } of csvRows(
    inChunks(Buffer.from(bytes as string), sizes),
    "f.csv",
  )) {
    rows.push({ fields: fields.map((field) => fieldText(field)), line, original: original() });
  }
  return rows;
}

const fieldsOf = async (bytes: Buffer | string) => (await rowsOf(bytes)).map(({ fields }) => fields);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const fails = (code: string, message = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("csvRows", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 20 }).map((drawn) => drawn.replaceAll("\0", ""));
  const special = fc.array(fc.constantFrom('"', ",", "\n", "\r", "\r\n", "'", "é", "𝄞", "\ufeff", " "), {
    maxLength: 8,
  });
  const field = fc.oneof(
    text,
    special.map((parts) => parts.join("")),
  );
  // A row of one empty field cannot be told from a blank line.
  const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });

  it("gives arbitrary text back, whatever the chunks, the line ends and a byte order mark", async () => {
    const parameters = [
      table,
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
    ] as const;
    await fc.assert(
      fc.asyncProperty(...parameters, async (rows, sizes, lineEnd, withBom) => {
        const lines = rows.map((fields) => fields.map(quoted).join(",") + lineEnd);
        const rendered = (withBom ? "\ufeff" : "") + lines.join("");
        const read = await rowsOf(rendered, sizes);
        expect(read.map(({ fields }) => fields)).toEqual(rows);
        expect(read.map(({ original }) => original.toString())).toEqual(lines);
        const before = lines.map((_, at) => lines.slice(0, at).join("").split("\n").length);
        expect(read.map(({ line }) => line)).toEqual(before);
      }),
    );
  });

  it("passes over blank lines, and needs no line end after the last row", async () => {
    const read = await rowsOf("a,b\n\n\r\n1,2\n3,4");
    expect(read.map(({ fields, line }) => [fields, line])).toEqual([
      [["a", "b"], 1],
      [["1", "2"], 4],
      [["3", "4"], 5],
    ]);
    expect(read.map(({ original }) => String(original))).toEqual(["a,b\n", "1,2\n", "3,4"]);
    expect(await rowsOf("")).toEqual([]);
    expect(await fieldsOf("\ufeffa,b\n")).toEqual([["a", "b"]]);
  });

  it("takes a quote within a field for what it is", async () => {
    expect(await fieldsOf('a 7" single,b\n')).toEqual([['a 7" single', "b"]]);
  });

  it("keeps bytes that are no text where they are", async () => {
    const bytes = Buffer.from([0x61, 0xff, 0x2c, 0x62, 0x0a]);
    const [row] = await rowsOf(bytes);
    expect(row).toEqual({ fields: [null, "b"], line: 1, original: bytes });
  });

  it.each([
    ["one line without end", () => Buffer.alloc(MAX_ROW_BYTES * 3, "x"), /Max Record Size/],
    ["many fields without end", () => Buffer.alloc(MAX_ROW_BYTES * 3, "xxxx,"), /Max Record Size/],
    ["a quote that is never closed", () => `a,"b\n${"c,d\n".repeat(10)}`, /Quote Not Closed/],
    ["a long quote that is never closed", () => `a,"b\n${"c,d\n".repeat(MAX_ROW_BYTES)}`, /Max Record Size/],
  ])("rejects %s", async (_, bytes, message) => {
    await expect(rowsOf(bytes())).rejects.toThrow(fails("CSV_MALFORMED", message));
  });

  it("fails with what its source fails with", async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from("a,b\n");
      throw new Error("the disk went away");
    }
    const read = async () => {
      for await (const { line } of csvRows(broken(), "f.csv")) expect(line).toBe(1);
    };
    await expect(read()).rejects.toThrow("the disk went away");
  });

  it("lets go of its source when it is left early", async () => {
    let isOver = false;
    async function* endless(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield Buffer.from("a,b\n".repeat(1000));
      } finally {
        isOver = true;
      }
    }
    for await (const { line } of csvRows(endless(), "f.csv")) if (line > 2) break;
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(true);
  });
});

describe("fieldText", () => {
  it("knows what is UTF-8 text and what is not", () => {
    expect(fieldText(Buffer.from("añ𝄞").toString("latin1"))).toBe("añ𝄞");
    expect(fieldText("a\0b")).toBeNull();
    expect(fieldText("\xff")).toBeNull();
    expect(fieldText(Buffer.from("é\0").toString("latin1"))).toBeNull();
  });
});

describe("CsvHeader", () => {
  it("finds columns by name", () => {
    const header = new CsvHeader(["b", " a "]);
    expect([header.indexOf("a"), header.indexOf("b"), header.indexOf("c")]).toEqual([1, 0, null]);
    expect(header.has(["a", "b"])).toBe(true);
    expect([...header.row(["1"])]).toEqual([
      ["b", "1"],
      ["a", ""],
    ]);
  });
});
