import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CopyTextError, decodeCopyRow, encodeCopyRow, isEndOfData } from "./copy-text.js";
import { postgresText } from "./testing/arbitraries.js";

const decode = (text: string) => decodeCopyRow(Buffer.from(text));
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as CopyTextError).code;
  }
  return "no error";
};

describe("COPY text", () => {
  it("writes NULL as \\N and keeps the text \\N apart from it", () => {
    expect(encodeCopyRow([null, "\\N", ""])).toBe("\\N\t\\\\N\t\n");
    expect(decode("\\N\t\\\\N\t")).toEqual([null, "\\N", ""]);
  });

  it("reads a backslash followed by t as two characters where the backslash is escaped", () => {
    expect(decode("a\\\\tb\ta\\tb")).toEqual(["a\\tb", "a\tb"]);
  });

  it("reads octal and hexadecimal escapes, and any other escaped character as itself", () => {
    expect(decode("\\101\\x42\\x4\\q\\7z\\xg")).toEqual(["AB\u0004q\u0007zxg"]);
    expect(decode("\\303\\251\\xc3\\xa9\\n\\\\é")).toEqual(["éé\n\\é"]);
  });

  it("refuses what PostgreSQL would refuse, by code", () => {
    expect(codeOf(() => decodeCopyRow(Buffer.from([0x61, 0xc3, 0x28])))).toBe("COPY_INVALID_UTF8");
    expect(codeOf(() => decode("\\303("))).toBe("COPY_INVALID_UTF8");
    expect(codeOf(() => decode("a\\"))).toBe("COPY_DANGLING_BACKSLASH");
    expect(codeOf(() => decode("a\\\tb"))).toBe("COPY_DANGLING_BACKSLASH");
    expect(codeOf(() => decode("a\r"))).toBe("COPY_RAW_CARRIAGE_RETURN");
    expect(codeOf(() => decode("a\0"))).toBe("COPY_NUL_CHARACTER");
    expect(codeOf(() => decode("\\000"))).toBe("COPY_NUL_CHARACTER");
    expect(codeOf(() => encodeCopyRow(["a\0"]))).toBe("COPY_NUL_CHARACTER");
  });

  it("names the first invalid byte, and replaces instead where asked", () => {
    const line = Buffer.from([0xc3, 0xa9, 0x09, 0xff, 0x62]);
    expect(() => decodeCopyRow(line)).toThrow(/byte 3 /);
    expect(decodeCopyRow(line, { invalidUtf8: "replace" })).toEqual(["é", "\ufffdb"]);
  });

  it("knows the end-of-data line", () => {
    expect(isEndOfData(Buffer.from("\\."))).toBe(true);
    expect(isEndOfData(Buffer.from("\\.x"))).toBe(false);
  });

  it("gives back any row it wrote, on exactly one line", () => {
    fc.assert(
      fc.property(fc.array(fc.option(postgresText), { minLength: 1 }), (fields) => {
        const line = Buffer.from(encodeCopyRow(fields));
        expect(line.indexOf(0x0a)).toBe(line.length - 1);
        expect(decodeCopyRow(line.subarray(0, -1))).toEqual(fields);
      }),
      { numRuns: 500 },
    );
  });
});
