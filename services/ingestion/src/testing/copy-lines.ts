import { type TableLayout, encodeCopyRow } from "@interlude/core-musicbrainz";
import * as fc from "fast-check";

/** Text rich in what COPY treats specially, and in lengths where its encoding changes. */
const text = fc.oneof(
  fc.string({ unit: "grapheme" }).map((value) => value.replaceAll("\0", "")),
  fc.string({ unit: "binary", minLength: 30, maxLength: 150 }).map((value) => value.replaceAll("\0", "")),
  fc.string({ unit: fc.constantFrom("\t", "\n", "\r", "\\", "N", "\v", "\b", "\f", '"', "a") }),
  fc.constantFrom("", "\\N", "\\.", "\\\\N", "שלום עולם", "🎷 & 🎺", "\ufeffbom", "\\t"),
  fc.constantFrom(31, 32, 63, 64, 65).map((length) => "ñ".repeat(length)),
);

const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 6 });

const timestamp = fc
  .tuple(
    fc.integer({ min: Date.UTC(1828, 0) / 1000, max: Date.UTC(2255, 0) / 1000 }),
    fc.oneof(
      fc.constant(""),
      digits.map((fraction) => `.${fraction}`),
    ),
    fc.constantFrom("+00", "+00", "+00", "-05:30", "+02", "Z"),
  )
  .map(([seconds, fraction, zone]) => {
    const time = new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
    return `${time}${fraction}${zone}`;
  });

const uuid = fc.uuid().chain((value) => fc.constantFrom(value, value.toUpperCase()));

function integer(limit: number): fc.Arbitrary<string> {
  return fc
    .oneof(fc.integer({ min: -limit, max: limit - 1 }), fc.nat(99), fc.constantFrom(limit - 1, -limit))
    .map(String);
}

function field(type: string): fc.Arbitrary<string> {
  switch (type) {
    case "int2":
      return integer(0x8000);
    case "int4":
      return integer(0x8000_0000);
    case "bool":
      return fc.constantFrom("t", "f");
    case "timestamptz":
      return timestamp;
    case "uuid":
      return uuid;
    default: {
      const most = Number(/\((\d+)\)/.exec(type)?.[1] ?? Number.POSITIVE_INFINITY);
      return text.map((value) => [...value].slice(0, most).join(""));
    }
  }
}

/** Any line that the layout allows, without its LF. */
export function copyLineOf(layout: TableLayout): fc.Arbitrary<Buffer> {
  return fc
    .tuple(...layout.columns.map(({ type, nullable }) => (nullable ? fc.option(field(type)) : field(type))))
    .map((fields) => Buffer.from(encodeCopyRow(fields)).subarray(0, -1));
}

const INSERTED = ["", "\t", "\\", "\\N", "\\x", "\\000", "\\303", "\r", "\0", "x", "9", "\xc3\xa9", "\x80"];

const damage = fc.record({ at: fc.nat(), remove: fc.nat(2), insert: fc.constantFrom(...INSERTED) });

/** A line with some bytes taken out and others put in; perhaps it is still one that the layout allows. */
export function damagedCopyLineOf(layout: TableLayout): fc.Arbitrary<Buffer> {
  return fc
    .tuple(copyLineOf(layout), fc.array(damage, { minLength: 1, maxLength: 3 }))
    .map(([line, damages]) => {
      let damaged = line;
      for (const { at, remove, insert } of damages) {
        const cut = at % (damaged.length + 1);
        const behind = damaged.subarray(cut + remove);
        damaged = Buffer.concat([damaged.subarray(0, cut), Buffer.from(insert, "latin1"), behind]);
      }
      return damaged;
    });
}

const USUAL: Readonly<Record<string, string>> = {
  int2: "7",
  int4: "99",
  bool: "t",
  timestamptz: "2026-05-06 12:00:00.5+00",
  uuid: "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d",
};

/** Fields that are nearly right for some type, or right in an unusual way. */
const ODD_FIELDS = [
  String.raw`|\N|\Nx|\N\N|x\N|\|\q|\101|\x39|\303\211|\303|\0`,
  "\r|-|-0|00|007|-007|+1| 1|1 |1.0|1e3|0000000001|00000000001|１",
  "32767|32768|-32768|-32769|999999999|1000000000|9999999999",
  "2147483647|2147483648|-2147483648|-2147483649|T|true|tf",
  "B10BBBFC-CF9E-42E0-BE17-E2C3E1D2600D|b10bbbfccf9e42e0be17e2c3e1d2600d",
  "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600g|b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d0",
  "b10bbbfc-cf9e-42e0-be1-7e2c3e1d2600d|b10bbbfc-cf9e-42e0-be17\te2c3e1d2600d",
  String.raw`\x620bbbfc-cf9e-42e0-be17-e2c3e1d2600d|b10bbbfc\055cf9e-42e0-be17-e2c3e1d2600d`,
  "2026-05-06 12:00:00Z|2026-05-06T12:00:00+00|2026-05-06 12:00:00-00|2026-05-06 12:00:00+0030",
  [
    "ñ".repeat(12),
    "ñ".repeat(13),
    "🎷".repeat(255),
    "🎷".repeat(256),
    "x".repeat(65_536),
    "x".repeat(65_537),
  ].join("|"),
  String.raw`2026-05-06\04012:00:00+00|2026-02-29 12:00:00+00|2026-05-06 12:00:00.+00|2026-05-06`,
  "2026-05-06 12:00:00.1234567+00|infinity|0044-03-15 12:00:00+00 BC|2256-01-01 00:00:00+00",
  "1683-12-31 00:00:00+00|1700-01-01 00:00:00+00|-infinity|20231-05-01 12:00:00+00|2255-06-05 23:47:34.740991+00|1969-12-31 23:59:59.999999+00|1900-02-29 00:00:00+00",
].flatMap((several) => several.split("|"));

/** Lines that are usual but for one field, every odd one in every column; and some of a wrong number of fields. */
export function oddCopyLinesOf(layout: TableLayout): Buffer[] {
  const usual = layout.columns.map(({ type }) => USUAL[type] ?? "Blue Train");
  const lines = usual.flatMap((_, column) => ODD_FIELDS.map((odd) => usual.with(column, odd)));
  return [...lines, [...usual, "more"], [...usual, ""], usual.slice(1), usual.slice(0, -1), []].map(
    (fields) => Buffer.from(fields.join("\t")),
  );
}
