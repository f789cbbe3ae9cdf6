import { schemas } from "@interlude/contracts";
import avro from "avsc";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { avroValues } from "../testing/conformance/avro-values.js";
import { boundsCheck } from "./avro-bounds.js";

describe("bounds of Avro values", () => {
  it.each(Object.entries(schemas))("lets every value of %s pass", (_, schema) => {
    const type = avro.Type.forSchema(JSON.parse(schema) as avro.Schema);
    const check = boundsCheck(schema);
    fc.assert(
      fc.property(avroValues(schema), (value) => {
        expect(() => check?.(type.toBuffer(value))).not.toThrow();
      }),
      { numRuns: 50 },
    );
  });

  it("is no concern of schemas without arrays and maps", () => {
    expect(boundsCheck(schemas.marker)).toBeNull();
    expect(boundsCheck(schemas["candidate-collaborations"])).not.toBeNull();
  });

  it("refuses more items than bytes, in either form of a block, and lengths beyond the end", () => {
    const check = boundsCheck('{"type":"array","items":"string"}')!;
    expect(() => check(Buffer.from([4, 0, 0, 0]))).not.toThrow();
    expect(() => check(Buffer.from([3, 4, 0, 0, 0]))).not.toThrow();
    expect(() => check(Buffer.from([20, 0, 0, 0]))).toThrow(RangeError);
    expect(() => check(Buffer.from([19, 4, 0, 0, 0]))).toThrow(RangeError);
    expect(() => check(Buffer.from([2, 9, 0]))).toThrow(RangeError);
    expect(() => check(Buffer.from([2, 200, 1, 0]))).toThrow(RangeError);
    expect(() => check(Buffer.from([255, 255]))).toThrow(RangeError);
  });
});
