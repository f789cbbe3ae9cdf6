import { columnOf, matrixOfRows, rowOf } from "@interlude/core-numerics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyedRandom } from "../random.js";
import type { ConditionDeclaration, ConditionRow } from "./conditions.js";
import {
  categoryOf,
  encodeConditions,
  encodeTrainingConditions,
  groupNames,
  numbersOf,
} from "./encode-conditions.js";
import { fitConditions } from "./fit-conditions.js";

const DECLARATIONS: readonly ConditionDeclaration[] = [
  { name: "genre", kind: "category" },
  { name: "popularity", kind: "number" },
  { name: "closeness", kind: "number", inMixtures: false },
];

function world(seed: string, count: number) {
  const random = keyedRandom(seed);
  const genres = ["jazz", "jazz", "jazz", "rock", "rock", "polka", null];
  const rows: ConditionRow[] = Array.from({ length: count }, () => [
    genres[random.below(genres.length)]!,
    random.uniform() < 0.2 ? null : random.below(101),
    random.uniform(),
  ]);
  const scores = matrixOfRows(
    rows.map(([genre]) => [
      random.normal() + (genre === "jazz" ? 1 : 0),
      random.uniform() < 0.1 ? NaN : random.normal(),
    ]),
  );
  return { rows, scores };
}

const { rows, scores } = world("conditions", 300);
const fitted = fitConditions(DECLARATIONS, rows, scores, { fewestRows: 60, shrinkage: 10 });
const column = (name: string) => fitted.names.indexOf(name);

describe("conditions", () => {
  it("have a slot for each frequent category and one for the others, profiles, numbers and what is known", () => {
    expect(fitted.names).toEqual([
      "genre=jazz",
      "genre=rock",
      "genre=(other)",
      "genre profile 1",
      "genre profile 2",
      "popularity",
      "popularity known",
      "closeness",
    ]);
    expect(groupNames(fitted)).toEqual(["jazz", "rock", "(other)"]);
    expect(["jazz", "rock", "polka", null].map((genre) => categoryOf(fitted, [genre, 1, 1]))).toEqual([
      0, 1, 2, 2,
    ]);
  });

  it("encode numbers as normal scores that rise with the number, within 4, unknown ones as the middle", () => {
    const codes = encodeConditions(
      fitted,
      [null, -1e9, 0, 50, 100, 1e9].map((popularity) => ["jazz", popularity, 0.5]),
    );
    const [unknown, ...known] = columnOf(codes, column("popularity"));
    expect(unknown).toBe(0);
    expect(known).toEqual(known.toSorted((one, other) => one - other));
    expect(known[0]).toBeGreaterThanOrEqual(-4);
    expect([...columnOf(codes, column("popularity known"))]).toEqual([0, 1, 1, 1, 1, 1]);
    expect(numbersOf(fitted, ["jazz", 50, 0.1])).toEqual(Float64Array.of(known[2]!));
  });

  it("give a category the mean of its scores, shrunk towards all, and one never seen that of all", () => {
    const codes = encodeConditions(fitted, [
      ["jazz", 1, 1],
      ["gamelan", 1, 1],
    ]);
    const first = columnOf(scores, 0);
    const jazz = first.filter((_, row) => rows[row]![0] === "jazz");
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    const whole = sum(first) / first.length;
    const at = column("genre profile 1");
    expect(rowOf(codes, 0)[at]).toBeCloseTo((sum(jazz) + 10 * whole) / (jazz.length + 10), 12);
    expect(rowOf(codes, 1)[at]).toBeCloseTo(whole, 12);
    expect([...rowOf(codes, 1).subarray(0, 3)]).toEqual([0, 0, 1]);
  });

  it("leave a training row's own scores out of its profile", () => {
    fc.assert(
      fc.property(fc.nat(299), fc.double({ min: -3, max: 3, noNaN: true }), (row, score) => {
        const changed = { ...scores, values: scores.values.with(row * 2, score) as Float64Array };
        const codeOf = (given: typeof scores) =>
          rowOf(encodeTrainingConditions(fitConditions(DECLARATIONS, rows, given), rows, given), row);
        const [before, after] = [codeOf(scores), codeOf(changed)];
        expect(after.every((value, at) => Math.abs(value - before[at]!) < 1e-12)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it("are but for the profiles the same in training and serving, and survive JSON", () => {
    const training = encodeTrainingConditions(fitted, rows, scores);
    const serving = encodeConditions(JSON.parse(JSON.stringify(fitted)), rows);
    const others = fitted.names.flatMap((name, at) => (name.includes("profile") ? [] : [at]));
    for (const at of others) expect(columnOf(training, at)).toEqual(columnOf(serving, at));
    expect(columnOf(training, column("genre profile 1"))).not.toEqual(
      columnOf(serving, column("genre profile 1")),
    );
  });

  it("have no code for a number that never varies, and no group without a category", () => {
    const plain = fitConditions(
      [{ name: "year", kind: "number" }],
      rows.map(() => [1999]),
      scores,
    );
    expect(plain.names).toEqual([]);
    expect(categoryOf(plain, [1999])).toBeNull();
    expect(numbersOf(plain, [2001])).toEqual(new Float64Array());
  });

  it.each([
    ["row 0 has 2 conditions, 3 are declared", ["jazz", 1]],
    ['row 0: popularity is "high", a number or null is expected', ["jazz", "high", 1]],
    ["row 0: genre is 7, a category or null is expected", [7, 1, 1]],
    ["row 0: closeness is NaN, a number or null is expected", ["jazz", 1, NaN]],
  ])("refuse with: %s", (message, row) => {
    expect(() => encodeConditions(fitted, [row])).toThrow(
      expect.objectContaining({ code: "CONDITIONS_INVALID", message }),
    );
  });

  it("refuse a category that the fit did not see among training rows", () => {
    const foreign = rows.with(5, ["gamelan", 1, 1]);
    expect(() => encodeTrainingConditions(fitted, foreign, scores)).toThrow('row 5 has category "gamelan"');
  });
});
