import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decadeOf, formatPartialDate, partialDate } from "./partial-date.js";

describe("partial dates", () => {
  it.each([
    [1959, 8, 17, "1959-08-17"],
    [1959, 8, null, "1959-08"],
    [1959, null, null, "1959"],
    [1959, null, 17, "1959"],
    [1959, 13, 1, "1959"],
    [1959, 2, 40, "1959-02"],
    [99, 1, 1, "0099-01-01"],
    [9909, null, null, "9909"],
  ])("%s %s %s is %s", (year, month, day, text) => {
    expect(formatPartialDate(partialDate(year, month, day)!)).toBe(text);
  });

  it.each([
    [null, 8, 17],
    [0, 1, 1],
    [-44, 3, 15],
    [32_767, 1, 1],
  ])("%s %s %s is no date", (year, month, day) => {
    expect(partialDate(year, month, day)).toBeNull();
  });

  it("are in order, those that say less last of what they may mean", () => {
    const part = (most: number) => fc.option(fc.integer({ min: 1, max: most }));
    const date = fc.tuple(fc.integer({ min: 1, max: 9999 }), part(12), part(31));
    const rank = ([year, month, day]: readonly (number | null)[]) =>
      [year!, month ?? 13, month === null ? 32 : (day ?? 32)] as const;
    fc.assert(
      fc.property(date, date, (one, other) => {
        const [a, b] = [rank(one), rank(other)];
        const first = a.findIndex((part_, at) => part_ !== b[at]);
        const expected = first < 0 ? 0 : Math.sign(a[first]! - b[first]!);
        expect(Math.sign(partialDate(...one)! - partialDate(...other)!)).toBe(expected);
      }),
    );
  });

  it("know their decade", () => {
    expect(decadeOf(partialDate(1959, null, null)!)).toBe(1950);
    expect(decadeOf(partialDate(2000, 1, 1)!)).toBe(2000);
    expect(decadeOf(partialDate(1999, 12, 31)!)).toBe(1990);
  });
});
