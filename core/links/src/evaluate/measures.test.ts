import { describe, expect, it } from "vitest";
import { measure } from "./measures.js";

describe("measure", () => {
  it("gives mean, deviation and Student's interval of the splits that have a value", () => {
    expect(measure([0.5, null, 0.6, 0.7], "")).toEqual({
      mean: expect.closeTo(0.6, 12) as number,
      deviation: expect.closeTo(0.1, 12) as number,
      low: expect.closeTo(0.6 - (4.303 * 0.1) / Math.sqrt(3), 9) as number,
      high: expect.closeTo(0.6 + (4.303 * 0.1) / Math.sqrt(3), 9) as number,
      splits: 3,
    });
  });

  it("ends the interval where values end", () => {
    expect(measure([0, 1], "")).toMatchObject({ low: 0, high: 1 });
    expect(measure([10, 20], "", Infinity)).toMatchObject({
      low: 0,
      high: expect.closeTo(78.53, 2) as number,
    });
  });

  it("has no interval for one split, and the reason for none", () => {
    expect(measure([0.5], "")).toMatchObject({ mean: 0.5, low: null, high: null });
    expect(measure([null], "no pairs")).toEqual({ unavailable: "no pairs" });
  });
});
