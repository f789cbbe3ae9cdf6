import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor } from "./candidate-cursor.js";

const PAIR = {
  artistA: "00000000-0000-4000-8000-00000000000a",
  artistB: "00000000-0000-4000-8000-00000000000b",
};

describe("cursor", () => {
  it("comes back as it was, to the last bit of the probability", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (number) => {
        const probability = number === 0 ? 0 : number;
        const cursor = encodeCursor({ probability, ...PAIR });
        expect(decodeCursor(cursor)).toEqual({ probability, ...PAIR });
        expect(encodeURIComponent(cursor)).toBe(cursor);
      }),
    );
  });

  it.each([
    "",
    "x",
    "%",
    Buffer.from("{}").toString("base64url"),
    Buffer.from("[0.5]").toString("base64url"),
    Buffer.from(`["0.5","${PAIR.artistA}:${PAIR.artistB}"]`).toString("base64url"),
    Buffer.from(`[0.5,"${PAIR.artistB}:${PAIR.artistA}"]`).toString("base64url"),
  ])("refuses %j", (cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(
      expect.objectContaining({ status: 400, code: "CURSOR_INVALID" }),
    );
  });

  it("refuses whatever it did not write, with that error", () => {
    fc.assert(
      fc.property(fc.string(), (cursor) => {
        expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ code: "CURSOR_INVALID" }));
      }),
    );
  });
});
