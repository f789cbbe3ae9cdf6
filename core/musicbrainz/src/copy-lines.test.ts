import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CopyLineSplitter } from "./copy-lines.js";

describe("CopyLineSplitter", () => {
  it("finds the same lines however the bytes are cut", () => {
    const cuts = fc.array(fc.nat(40));
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 12 })), cuts, (texts, at) => {
        const lines = texts.map((text) => text.replaceAll("\n", " "));
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
        const bounds = [0, ...at.filter((cut) => cut <= bytes.length).sort((a, b) => a - b), bytes.length];
        const splitter = new CopyLineSplitter();
        const found = bounds.slice(1).flatMap((bound, i) => splitter.push(bytes.subarray(bounds[i], bound)));
        expect(found.map(String)).toEqual(lines);
        expect(splitter.end()).toBeNull();
      }),
    );
  });

  it("hands out a last line without LF at the end, once", () => {
    const splitter = new CopyLineSplitter();
    expect(splitter.push(Buffer.from("a\nb")).map(String)).toEqual(["a"]);
    expect(String(splitter.end())).toBe("b");
    expect(splitter.end()).toBeNull();
  });

  it("stops at a line past the bound before holding all of it", () => {
    const splitter = new CopyLineSplitter({ maxLineBytes: 4 });
    expect(splitter.push(Buffer.from("abcd\nab")).map(String)).toEqual(["abcd"]);
    expect(() => splitter.push(Buffer.from("cde"))).toThrow(
      expect.objectContaining({ code: "COPY_LINE_TOO_LONG" }),
    );
  });
});
