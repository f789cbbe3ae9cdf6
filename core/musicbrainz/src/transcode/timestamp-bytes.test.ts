import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCopyTimestamp, parseTimestamp } from "../timestamps.js";
import { timestampFromBytes } from "./timestamp-bytes.js";

function read(text: string): number {
  const bytes = Buffer.from(`\t${text}\t`);
  return timestampFromBytes(bytes, 1, bytes.length - 1);
}

describe("timestamps from bytes", () => {
  it("are those that the text's parser reads", () => {
    const microseconds = fc.integer({
      min: Date.UTC(1828, 0) * 1000,
      max: Date.UTC(2255, 0) * 1000 - 1,
    });
    fc.assert(
      fc.property(microseconds, (value) => {
        expect(read(formatCopyTimestamp(value))).toBe(value);
      }),
      { numRuns: 1000 },
    );
  });

  it("are right on every day of centuries' ends and leap years", () => {
    for (const year of [1828, 1900, 1970, 2000, 2024, 2100]) {
      for (let day = 0; day < 366; day++) {
        const value = Date.UTC(year, 0, 1 + day) * 1000;
        expect(read(formatCopyTimestamp(value))).toBe(value);
      }
    }
  });

  it("take one to six digits of fraction", () => {
    for (const digits of ["5", "05", "005", "1234", "12345", "123456", "000000", "100000"]) {
      const text = `1969-12-31 23:59:59.${digits}+00`;
      expect(read(text)).toBe(parseTimestamp(text));
    }
  });

  it("are never read where the parser refuses, and never read differently", () => {
    const character = fc.constantFrom(..."0123456789-: .+TZ/\u0000é");
    const edit = fc.record({ at: fc.nat(29), character, insert: fc.boolean() });
    const edited = fc
      .tuple(
        fc.constantFrom("2026-05-06 12:00:00+00", "2000-02-29 23:59:59.123456+00"),
        fc.array(edit, { maxLength: 3 }),
      )
      .map(([text, edits]) =>
        edits.reduce<string>(
          (t, e) => t.slice(0, e.at) + e.character + t.slice(e.insert ? e.at : e.at + 1),
          text,
        ),
      );
    fc.assert(
      fc.property(edited, (text) => {
        const value = read(text);
        expect([null, parseTimestamp(text)]).toContain(Number.isNaN(value) ? null : value);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    "2026-02-29 00:00:00+00",
    "1900-02-29 00:00:00+00",
    "2026-04-31 00:00:00+00",
    "2026-00-10 00:00:00+00",
    "2026-13-10 00:00:00+00",
    "2026-05-06 24:00:00+00",
    "2026-05-06 12:60:00+00",
    "2026-05-06 12:00:60+00",
    "2026-05-06 12:00:00.+00",
    "2026-05-06 12:00:00.1234567+00",
    "2026-05-06 12:00:00+01",
    "2026-05-06T12:00:00+00",
    "2026-05-06 12:00:00",
    "",
    "infinity",
  ])("leave %j to the parser", (text) => {
    expect(read(text)).toBeNaN();
  });
});
