import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineBlocks } from "./line-blocks.js";

const LINE_FEED = 0x0a;

describe("LineBlocks", () => {
  it("gives back the bytes in whole lines, wherever they are cut", () => {
    const text = fc.uint8Array({ maxLength: 200 }).map((bytes) => {
      // Many line ends, so that blocks of several lines and lines over several chunks both occur.
      return Buffer.from(bytes.map((byte) => (byte % 5 === 0 ? LINE_FEED : byte)));
    });
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 20 })), (bytes, sizes) => {
        const lines = new LineBlocks();
        const blocks: Buffer[] = [];
        let from = 0;
        for (const size of [...sizes, bytes.length]) {
          blocks.push(...lines.push(bytes.subarray(from, from + size)));
          from += size;
        }
        for (const block of blocks) expect(block.at(-1)).toBe(LINE_FEED);
        const last = lines.end();
        expect(last?.includes(LINE_FEED) ?? false).toBe(false);
        expect(Buffer.concat([...blocks, last ?? Buffer.alloc(0)])).toEqual(bytes);
      }),
    );
  });

  it("refuses a line without end before it is whole", () => {
    const lines = new LineBlocks();
    const endless = () => {
      for (let i = 0; i < 100; i++) lines.push(Buffer.alloc(1024 * 1024, "x"));
    };
    expect(endless).toThrow(expect.objectContaining({ code: "COPY_LINE_TOO_LONG" }));
  });
});
