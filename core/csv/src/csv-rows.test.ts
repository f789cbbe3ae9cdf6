import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvHeader } from "./csv-header.js";
import { type CsvRow, csvRows, fieldText } from "./csv-rows.js";
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

const ENCODINGS = ["utf8", "utf8 with mark", "utf16le", "utf16be", "utf16le with mark", "utf16be with mark"];

function encoded(text: string, encoding: string): Buffer {
  const marked = (encoding.endsWith("with mark") ? "\ufeff" : "") + text;
  if (encoding.startsWith("utf8")) return Buffer.from(marked);
  const bytes = Buffer.from(marked, "utf16le");
  return encoding.startsWith("utf16le") ? bytes : bytes.swap16();
}

const fieldsOf = async (bytes: Buffer | string) => (await rowsOf(bytes)).map(({ fields }) => fields);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const delimiters = fc.constantFrom(",", ";", "\t", "|");
const lineEnds = fc.constantFrom("\n", "\r\n", "\r");
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

/** As most programs write: quoted where it must be, or where `always` says so. */
function written(field: string, delimiter: string, always: boolean): string {
  return always || /["\r\n]/.test(field) || field.includes(delimiter) ? quoted(field) : field;
}

describe("csvRows", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 20 }).map((drawn) => drawn.replaceAll("\0", ""));
  const special = fc
    .array(fc.constantFrom('"', ",", "\n", "\r", "\r\n", "'", "é", "𝄞", "\ufeff", " ", ";", "|", "\t"), {
      maxLength: 8,
    })
    .map((parts) => parts.join(""));
  // Lines of a field that are rows by themselves are taken for rows.
  const field = fc
    .oneof(text, special)
    .map((drawn) => (/[\r\n]/.test(drawn) ? drawn.replaceAll(/[,;\t|]/g, "") : drawn));
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) =>
      fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
    );

  it("gives any table back, whatever its dialect and the chunks", async () => {
    const dialect = fc.record({
      lineEnd: lineEnds,
      delimiter: delimiters,
      encoding: fc.constantFrom(...ENCODINGS),
      always: fc.boolean(),
      hasLastEnd: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        table,
        sizes,
        dialect,
        async (drawn, chunks, { lineEnd, delimiter, encoding, always, hasLastEnd }) => {
          const rows = drawn.map(([first, ...others], at) => [`${at} ${first!}`, ...others]);
          const all = [rows[0]!.map((_, column) => `column ${column}`), ...rows];
          const lines = all.map((fields, at) => {
            const row = fields.map((one) => written(one, delimiter, always)).join(delimiter);
            return at < all.length - 1 || hasLastEnd ? row + lineEnd : row;
          });
          const read = await rowsOf(encoded(lines.join(""), encoding), chunks);
          expect(read.map(({ fields }) => fields)).toEqual(all);
          expect(read.map(({ original }) => original.toString())).toEqual(lines);
          const end = lineEnd === "\r" ? /\r\n|\r|\n/ : "\n";
          const before = lines.map((_, at) => lines.slice(0, at).join("").split(end).length);
          expect(read.map(({ line }) => line)).toEqual(before);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("loses no row but the one that is damaged", async () => {
    const damage = fc.oneof(
      special,
      fc.constantFrom(
        '"',
        '""',
        '"""',
        '"x',
        'x"',
        '"x" y',
        '","',
        ',"',
        '",',
        '"\n"',
        "x,y,z,,",
        ',"",',
        '"",""',
      ),
    );
    const place = fc.record({ at: fc.nat(), column: fc.nat(), insert: damage });
    // A line whose last quote opens a field, with nothing behind it, is not told from one whose last quote ends a field.
    const plain = field.map((drawn) => (/^"*[\r\n]/.test(drawn) ? `x${drawn}` : drawn));
    const plainTable = fc.array(fc.array(plain, { minLength: 3, maxLength: 3 }), {
      minLength: 2,
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(plainTable, place, fc.boolean(), async (drawn, { at, column, insert }, always) => {
        const rows = drawn.map(([first, ...others], row) => [`${row}.${first!}`, ...others]);
        const bad = at % rows.length;
        const lines = rows.map((fields) => fields.map((one) => written(one, ",", always)));
        lines[bad]![column % 3] = insert;
        const all = [["a", "b", "c"], ...lines].map((fields) => `${fields.join(",")}\n`).join("");
        const read = await fieldsOf(all);
        expect(read).toEqual(expect.arrayContaining(rows.filter((_, row) => row !== bad)));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["comma", ","],
    ["semicolon", ";"],
    ["TAB", "\t"],
    ["bar", "|"],
  ])("is told by its header that a %s separates fields", async (_, delimiter) => {
    const rows = ["id,name", "1,x y", '2,"a, b; c\td|e"'].map((row) => row.replace(",", delimiter));
    expect(await fieldsOf(`${rows.join("\n")}\n`)).toEqual([
      ["id", "name"],
      ["1", "x y"],
      ["2", "a, b; c\td|e"],
    ]);
  });

  it("reads line ends of several systems in one file", async () => {
    const rows = [
      ["id", "name"],
      ["1", "a"],
      ["2", "b\rc"],
      ["3", "d"],
      ["4", "e"],
    ];
    expect(await fieldsOf("id,name\n1,a\r\n2,b\rc\n3,d\r4,e\r")).toEqual(rows);
    expect(await fieldsOf('id,name\r\n1,a\r2,"b\rc"\r\n3,d\r4,e')).toEqual(rows);
    expect(await fieldsOf('id,name\r1,a\r\n2,"b\rc"\n3,d\r4,e')).toEqual(rows);
  });

  it("passes over the line that names the delimiter, and rows that have nothing in any field", async () => {
    expect(await fieldsOf("sep=;\r\nid;name\r\n1;x\r\n;\r\n ; \r\n;\r\n")).toEqual([
      ["id", "name"],
      ["1", "x"],
    ]);
  });

  it("passes over blank lines, and needs no line end after the last row", async () => {
    const read = await rowsOf("a,b\n\n\r\n1,2\n3,4");
    expect(read.map(({ fields, line }) => [fields, line])).toEqual([
      [["a", "b"], 1],
      [["1", "2"], 4],
      [["3", "4"], 5],
    ]);
    expect(read.map(({ original }) => String(original))).toEqual(["a,b\n", "1,2\n", "3,4"]);
    for (const empty of ["", "\n", "\ufeff", "\r\n\n"]) expect(await rowsOf(empty)).toEqual([]);
    for (const end of ["", "\n", "\r"]) expect(await fieldsOf(`a,b${end}`)).toEqual([["a", "b"]]);
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
    [
      "one with a row between that is too short",
      '1,"Heroes\n2\n3,x\n4,Foo"',
      ["1", '"Heroes'],
      ["2"],
      ["3", "x"],
      ["4", 'Foo"'],
    ],
    ["a quote with text behind it", '1,"Heroes" again', ["1", '"Heroes" again']],
    ["a quote beside a field that needs its own", '"a, b","Heroes', ["a, b", '"Heroes']],
    ["a quote before empty fields", '1,"Heroes\n2,""\n3,""', ["1", '"Heroes'], ["2", ""], ["3", ""]],
    ["one in the first field", '"1,Heroes\n2,x', ['"1', "Heroes"], ["2", "x"]],
  ])("does not let %s spoil other rows", async (_, bad, ...rows) => {
    for (const [before, after] of [
      ['0,"a, b"\n', '8,"two\nlines"\n9,z\n'],
      ["", ""],
    ] as const) {
      const read = await fieldsOf(`id,name\n${before}${bad}\n${after}`);
      const around =
        before === ""
          ? [[], []]
          : [
              [["0", "a, b"]],
              [
                ["8", "two\nlines"],
                ["9", "z"],
              ],
            ];
      expect(read).toEqual([["id", "name"], ...around[0]!, ...rows, ...around[1]!]);
    }
  });

  it("takes a quote in the header that is never closed for a character", async () => {
    for (const rows of [
      ["1,a", "2,b"],
      ["1,a", '2,"b"'],
      ["1,a", '2,b"'],
    ]) {
      const read = await fieldsOf(`id,"name\n${rows.join("\n")}\n`);
      expect(read.map(([first]) => first)).toEqual(["id", "1", "2"]);
      expect(read[0]).toEqual(["id", '"name']);
    }
    expect(await fieldsOf('id,"na\nme",x\n1,a,b\n')).toEqual([
      ["id", "na\nme", "x"],
      ["1", "a", "b"],
    ]);
  });

  it("looks no further than a thousand lines for the end of a quote", async () => {
    const rows = Array.from({ length: 5_000 }, (_, id) => `${id},x,y`);
    expect(await fieldsOf(`id,name\n0,"Heroes\n${rows.join("\n")}\n1,"z"\n`)).toHaveLength(5_003);
  });

  it("takes time that grows with the table where every row has a quote too many", async () => {
    for (const bad of ['x,"', 'x,"y', '"x",y"', '"""x,y', 'x",y,"z', '"",",']) {
      const rows = await fieldsOf(`id,name\n${`${bad}\n`.repeat(20_000)}`);
      expect(rows.length).toBeGreaterThan(10_000);
    }
  });

  it("keeps the beginning of a line without end, says that it is one, and reads on behind it", async () => {
    for (const long of ["x", "xxxx,", '"', '1,"', '"",']) {
      const read: CsvRow[] = [];
      const endless = `id,name\n${long.repeat(Math.ceil((MAX_LINE_BYTES * 3) / long.length))}\n1,a\n`;
      for await (const row of csvRows(inChunks(Buffer.from(endless), [64 * 1024]))) read.push(row);
      expect(read.map(({ isCut }) => isCut)).toEqual([false, true, false]);
      expect(read[1]!.original()).toHaveLength(MAX_LINE_BYTES);
      const again = Buffer.concat([Buffer.from("id,name\n"), read[1]!.original()]);
      for await (const { line, isCut } of csvRows(inChunks(again, []))) expect(isCut).toBe(line === 2);
    }
  });

  it("holds no more of a quote that is never closed than of a line", async () => {
    let ahead = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from('id,name\n1,"');
      for (; ahead < 100; ahead++) yield Buffer.alloc(64 * 1024, `${"x".repeat(8191)}\n`);
    }
    for await (const { line, isCut } of csvRows(endless())) {
      expect(isCut).toBe(false);
      if (line === 2) break;
    }
    expect(ahead).toBeLessThanOrEqual(18);
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
  const header = new CsvHeader({
    fields: ["b", " a ", "Duration MS", "Spotify-Id", "x", "X"],
    delimiter: ",",
  });

  it("finds columns by name, whatever case and blanks it is written with", () => {
    expect(["a", "b", "c", "duration_ms", "spotify_id"].map((column) => header.indexOf(column))).toEqual([
      1,
      0,
      null,
      2,
      3,
    ]);
    expect(header.has(["a", "b"])).toBe(true);
    expect(header.names).toEqual(["b", "a", "Duration MS", "Spotify-Id", "x", "X"]);
    const { fieldsByColumn } = { fieldsByColumn: header.fieldsByColumn(["1"]) };
    expect([fieldsByColumn.get("b"), fieldsByColumn.get("a")]).toEqual(["1", ""]);
  });

  it("knows of which name it has several", () => {
    expect(header.repeated(["a", "x", "y"])).toEqual(["x"]);
  });

  it("knows what is none of its rows", () => {
    const problem = (count: number, isCut = false) =>
      header.problemOf({ fields: Array<string>(count).fill(""), isCut });
    expect(problem(6)).toBeNull();
    expect([problem(5), problem(7)]).toEqual([
      "the row has 5 fields, the header has 6",
      "the row has 7 fields, the header has 6",
    ]);
    expect(problem(6, true)).toMatch(/1048576 bytes or more/);
  });

  it("reads numbers, with decimal commas where no comma separates fields", () => {
    const numbers = (delimiter: string, ...fields: string[]) =>
      fields.map((field) => new CsvHeader({ fields: [], delimiter }).numberOf(field));
    expect(numbers(",", "1", "-1.5", "+.5", "1.", "1e-05", "41,0")).toEqual([
      1,
      -1.5,
      0.5,
      1,
      0.000_01,
      null,
    ]);
    expect(numbers(";", "41,5", "41.5", "-0,5", "1,2,3", "1.234,5")).toEqual([41.5, 41.5, -0.5, null, null]);
    expect(numbers(",", "", " ", "nan", "-nan", "inf", "1e999", "0x10", "1_000")).toEqual(
      Array(8).fill(null),
    );
  });
});
