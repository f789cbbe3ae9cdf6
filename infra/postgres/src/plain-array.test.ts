import pg from "pg";
import { describe, expect, it } from "vitest";
import { plainArray } from "./plain-array.js";

/** Its id among the types of Postgres, which the driver's types do not name. */
const TEXT_ARRAY = 1009 as number;

describe("plainArray", () => {
  it("writes what the driver reads as the same elements", () => {
    const texts = pg.types.getTypeParser(TEXT_ARRAY) as (text: string) => unknown;
    const values = ["00000000-0000-4000-8000-000000000001", null, "below-threshold", "0a1b"];
    expect(texts(plainArray(values))).toEqual(values);
    expect(texts(plainArray([]))).toEqual([]);
    expect(texts(plainArray([-0.5, 1e21, true, null]))).toEqual(["-0.5", "1e+21", "true", null]);
  });
});
