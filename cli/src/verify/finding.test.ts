import { describe, expect, it } from "vitest";
import { compare } from "./finding.js";

const map = (entries: Record<string, string>): Map<string, string> => new Map(Object.entries(entries));

describe("compare", () => {
  it("finds nothing where all is the same", () => {
    expect(compare("pairs", map({ a: "1" }), map({ a: "1" }))).toEqual({
      name: "pairs",
      compared: 1,
      differences: 0,
      examples: [],
    });
  });

  it("finds what is missing, other, and too much", () => {
    const finding = compare("pairs", map({ a: "1", b: "2" }), map({ b: "3", c: "4" }));
    expect(finding.differences).toBe(3);
    expect(finding.examples).toEqual([
      "a is missing, should be 1",
      "b is 3, should be 2",
      "c should not be there, is 4",
    ]);
  });

  it("shows the first few of many differences and counts all", () => {
    const many = new Map(Array.from({ length: 100 }, (_, index) => [String(index), "x"]));
    const finding = compare("pairs", many, new Map());
    expect([finding.differences, finding.examples.length]).toEqual([100, 5]);
  });
});
