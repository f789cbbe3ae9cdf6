import { describe, expect, it } from "vitest";
import { compare, resultLines } from "./compare.js";

const map = (entries: Record<string, string>): Map<string, string> => new Map(Object.entries(entries));

describe("compare", () => {
  it("finds nothing if all is the same", () => {
    expect(compare("pairs", map({ a: "1" }), map({ a: "1" }))).toEqual({
      name: "pairs",
      compared: 1,
      differences: 0,
      examples: [],
      details: [],
    });
  });

  it("finds what is missing, other, and too much", () => {
    const result = compare("pairs", map({ a: "1", b: "2" }), map({ b: "3", c: "4" }));
    expect(result.differences).toBe(3);
    expect(result.examples).toEqual([
      "a is missing, should be 1",
      "b is 3, should be 2",
      "c should not be there, is 4",
    ]);
  });

  it("shows the first few of many differences and counts all", () => {
    const many = new Map(Array.from({ length: 100 }, (_, index) => [String(index), "x"]));
    const result = compare("pairs", many, new Map());
    expect([result.differences, result.examples.length]).toEqual([100, 5]);
  });

  it("names the fields of a record that differ, shows of long values the beginning, and keeps them whole", () => {
    const record = (fields: object): Map<string, string> => map({ key: JSON.stringify(fields) });
    const long = "x".repeat(10_000);
    const result = compare(
      "records",
      record({ a: 1, b: 2, c: long, d: 4, e: 5 }),
      record({ a: 1, b: 3, c: 0, f: 6 }),
    );
    expect(result.examples).toEqual([
      `key: b is 3, should be 2; c is 0, should be "${"x".repeat(79)}…; f is 6, should be missing; and 2 more fields`,
    ]);
    expect(result.details![0]!.should).toContain(long);
  });

  it("says how many differences it does not show", () => {
    const many = new Map(Array.from({ length: 8 }, (_, index) => [String(index), "x"]));
    expect(resultLines([compare("pairs", many, new Map())]).at(-1)).toBe("         and 3 more");
  });

  it("writes a line a comparison, then the first few differences", () => {
    const results = [
      compare("same", map({ a: "1" }), map({ a: "1" })),
      compare("pairs", map({ a: "1" }), map({})),
    ];
    expect(resultLines(results)).toEqual([
      "same     same: 1 compared, 0 different",
      "DIFFERS  pairs: 1 compared, 1 different",
      "         a is missing, should be 1",
    ]);
  });
});
