import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvHeader } from "./csv-header.js";
import { csvRows, fieldText } from "./csv-rows.js";
import { MAX_LINE_BYTES } from "./lines.js";

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
  for await (const { fields, line, original } of csvRows(inChunks(Buffer.from(bytes as string), sizes))) {
    rows.push({ fields: fields.map((field) => fieldText(field)), line, original: original() });
  }
  return rows;
}

function encoded(text: string, encoding: string): Buffer {
  if (encoding.startsWith("utf8")) return Buffer.from((encoding === "utf8" ? "" : "\ufeff") + text);
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return encoding === "utf16le" ? bytes : bytes.swap16();
}

const fieldsOf = async (bytes: Buffer | string) => (await rowsOf(bytes)).map(({ fields }) => fields);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

describe("csvRows", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 20 }).map((drawn) => drawn.replaceAll("\0", ""));
  const special = fc
    .array(fc.constantFrom('"', ",", "\n", "\r", "\r\n", "'", "é", "𝄞", "\ufeff", " ", ";"), { maxLength: 8 })
    .map((parts) => parts.join(""));
  // Lines of a field that are rows by themselves would be taken for rows.
  const field = fc
    .oneof(text, special)
    .map((drawn) => (drawn.includes("\n") ? drawn.replaceAll(",", "") : drawn));
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) =>
      fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
    );

  it("gives arbitrary text back, whatever the chunks, the line ends, the encoding and the delimiter", async () => {
    const parameters = [
      table,
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
      fc.constantFrom("\n", "\r\n"),
      fc.constantFrom(",", ";", "\t"),
      fc.constantFrom("utf8", "utf8 with mark", "utf16le", "utf16be"),
    ] as const;
    await fc.assert(
      fc.asyncProperty(...parameters, async (rows, sizes, lineEnd, delimiter, encoding) => {
        const header = rows[0]!.map((_, column) => `column ${column}`);
        const all = [header, ...rows.map((fields) => fields.map((one) => one.replaceAll(delimiter, "")))];
        const lines = all.map((fields) => fields.map(quoted).join(delimiter) + lineEnd);
        const read = await rowsOf(encoded(lines.join(""), encoding), sizes);
        expect(read.map(({ fields }) => fields)).toEqual(all);
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
    ["a quote that is never closed", '1,"Heroes', ["1", '"Heroes']],
    ["two of them", '1,"Heroes\n2,"Legends', ["1", '"Heroes'], ["2", '"Legends']],
    ["a quote that another row's would close", '1,"Heroes\n2,Foo"', ["1", '"Heroes'], ["2", 'Foo"']],
    ["a quote with text behind it", '1,"Heroes" again', ["1", '"Heroes" again']],
    ["a quote beside a field that needs its own", '"a, b","Heroes', ["a, b", '"Heroes']],
  ])("does not let %s spoil other rows", async (_, bad, ...rows) => {
    const read = await fieldsOf(`id,name\n0,"a, b"\n${bad}\n8,"two\nlines"\n9,z\n`);
    expect(read).toEqual([["id", "name"], ["0", "a, b"], ...rows, ["8", "two\nlines"], ["9", "z"]]);
  });

  it("looks no further than a thousand lines for the end of a quote", async () => {
    const rows = Array.from({ length: 5_000 }, (_, id) => `${id},x,y`);
    expect(await fieldsOf(`id,name\n0,"Heroes\n${rows.join("\n")}\n1,"z"\n`)).toHaveLength(5_003);
  });

  it("keeps the beginning of a line without end, and reads on behind it", async () => {
    const read = await rowsOf(`id,name\n${"x".repeat(MAX_LINE_BYTES * 3)}\n1,a\n`, [64 * 1024]);
    expect(read.map(({ fields }) => fields.length)).toEqual([2, 1, 2]);
    expect(read[1]!.original).toHaveLength(MAX_LINE_BYTES);
  });

  it("fails with what its source fails with", async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from("a,b\n");
      throw new Error("the disk went away");
    }
    const read = async () => {
      for await (const { line } of csvRows(broken())) expect(line).toBe(1);
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
    for await (const { line } of csvRows(endless())) if (line > 2) break;
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
    const header = new CsvHeader({ fields: ["b", " a "], delimiter: "," });
    expect([header.indexOf("a"), header.indexOf("b"), header.indexOf("c")]).toEqual([1, 0, null]);
    expect(header.has(["a", "b"])).toBe(true);
    expect([...header.fieldsByColumn(["1"])]).toEqual([
      ["b", "1"],
      ["a", ""],
    ]);
  });
});
