import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { vectorBytes, vectorFrom } from "./vector-bytes.js";

describe("vectorBytes", () => {
  it("gives a vector back bit for bit, wherever its bytes begin", () => {
    fc.assert(
      fc.property(fc.float32Array(), fc.nat(7), (vector, before) => {
        const bytes = Buffer.concat([Buffer.alloc(before), vectorBytes(vector)]).subarray(before);
        expect(vectorFrom(bytes)).toEqual(vector);
      }),
    );
  });

  it("writes the lowest byte first", () => {
    expect(vectorBytes(Float32Array.of(1, -2)).toString("hex")).toBe("0000803f000000c0");
  });

  it("refuses half a number", () => {
    expect(() => vectorFrom(Buffer.alloc(6))).toThrow(/6 bytes are not a vector/);
  });
});
