import { type Matrix, columnOf, matrixOfRows, takeRows } from "@interlude/core-numerics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyedRandom, shuffledIndices } from "../random.js";
import { fitSpace, notesOfFit, scoresOf, tableOf } from "./fitted-space.js";
import { parseTableSpace } from "./parse-table-space.js";

const space = parseTableSpace(
  JSON.stringify({
    name: "test",
    columns: [
      { name: "tempo", lower: 20, upper: 300 },
      { name: "key", lower: 0, upper: 12, period: 12, integer: true },
      { name: "silence", lower: 0, upper: 1 },
      ...["low", "middle", "high"].map((name) => ({
        name,
        block: "band",
        kind: "share",
        lower: 0,
        upper: 1,
      })),
    ],
  }),
);

/** Rows of the space: tempo with ties or none, a point mass of silence, shares of which some are 0, values missing. */
const rows = fc.tuple(fc.integer(), fc.integer({ min: 2, max: 60 })).map(([seed, count]) => {
  const random = keyedRandom(`rows ${seed}`);
  return Array.from({ length: count }, (_, i) => {
    const bands = [0, 1, 2].map(() => (random.uniform() < 0.2 ? 0 : random.uniform()));
    const sum = bands.reduce((total, band) => total + band, 0);
    const band = sum === 0 ? [0, 0, 1] : bands.map((each) => each / sum);
    const present = (value: number) => (i > 0 && random.uniform() < 0.1 ? Number.NaN : value);
    return [
      present(random.uniform() < 0.3 ? 120 : 20 + 280 * random.uniform()),
      present(random.below(12)),
      present(random.uniform() < 0.4 ? 0 : random.uniform()),
      ...(i > 0 && random.uniform() < 0.1 ? [NaN, NaN, NaN] : band),
    ];
  });
});
const tables = rows.map((each) => matrixOfRows(each));

/** Where two tables differ by more than `within`; what is missing in the first differs from nothing. */
function differences(expected: Matrix, actual: Matrix, within: (column: number) => number): string[] {
  return [...expected.values.entries()]
    .filter(([at, value]) => Math.abs(actual.values[at]! - value) > within(at % expected.columns))
    .map(([at, value]) => `column ${at % expected.columns}: ${actual.values[at]} for ${value}`);
}

/** Scores with something in place of NaN, as a generator would give. */
function filled(scores: Matrix): Matrix {
  return { ...scores, values: scores.values.map((value) => (Number.isNaN(value) ? 0 : value)) };
}

describe("a fitted space", () => {
  it("gives every training row back, ties, zeros and bounds exactly, shares but for rounding", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const fitted = fitSpace(space, table);
        const back = tableOf(fitted, filled(scoresOf(fitted, table, keyedRandom("ties"))));
        expect(differences(table, back, (column) => (column === 1 || column === 2 ? 0 : 1e-9))).toEqual([]);
      }),
    );
  });

  it("masks what is missing and nothing else", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const fitted = fitSpace(space, table);
        const scores = scoresOf(fitted, table, keyedRandom("ties"));
        const columnsOf: Record<string, number> = { tempo: 0, key: 1, silence: 2, "band/1": 3, "band/2": 3 };
        for (const [at, { name }] of fitted.coordinates.entries()) {
          const missing = (matrix: Matrix, column: number) => [...columnOf(matrix, column)].map(Number.isNaN);
          expect(missing(scores, at)).toEqual(missing(table, columnsOf[name]!));
        }
      }),
    );
  });

  it("stays within bounds and on the simplex whatever the scores", () => {
    const extreme = fc.oneof(fc.double({ min: -4, max: 4, noNaN: true }), fc.constantFrom(-1e300, 1e300, 0));
    fc.assert(
      fc.property(tables, fc.array(extreme, { minLength: 5, maxLength: 5 }), (table, row) => {
        const fitted = fitSpace(space, table);
        const drawn = tableOf(fitted, matrixOfRows([row.slice(0, fitted.coordinates.length)]));
        const outside = space.columns.filter(({ lower, upper, period }, column) => {
          const value = drawn.values[column]!;
          return !(value >= lower && (period === undefined ? value <= upper : value < upper));
        });
        expect(outside).toEqual([]);
        expect(Number.isInteger(drawn.values[1])).toBe(true);
        expect(drawn.values[3]! + drawn.values[4]! + drawn.values[5]!).toBeCloseTo(1, 12);
      }),
    );
  });

  it("is the same whatever the order of the rows, and draws the same ties from the same seed", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const shuffled = takeRows(table, shuffledIndices(table.rows, keyedRandom("order")));
        const fitted = fitSpace(space, table);
        expect(fitSpace(space, shuffled)).toEqual(fitted);
        const scores = scoresOf(fitted, table, keyedRandom("ties"));
        expect(scoresOf(fitted, table, keyedRandom("ties"))).toEqual(scores);
        expect(scoresOf(JSON.parse(JSON.stringify(fitted)), table, keyedRandom("ties"))).toEqual(scores);
      }),
    );
  });
});

describe("a fitted space of one column", () => {
  const one = (fields: object) =>
    parseTableSpace(
      JSON.stringify({ name: "one", columns: [{ name: "x", lower: 0, upper: 1e6, ...fields }] }),
    );
  const column = (values: readonly number[]) => matrixOfRows(values.map((value) => [value]));

  it("has scores that are standard normal, ties included", () => {
    const random = keyedRandom("normal");
    const table = column(Array.from({ length: 4000 }, () => Math.max(0, random.normal())));
    const { values } = scoresOf(fitSpace(one({}), table), table, random);
    const mean = values.reduce((sum, value) => sum + value, 0) / 4000;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4000;
    expect(Math.abs(mean)).toBeLessThan(0.04);
    expect(Math.abs(variance - 1)).toBeLessThan(0.06);
  });

  it("of a large table keeps few knots, point masses and ends exactly, and gives the rest back within rounding", () => {
    const random = keyedRandom("large");
    const table = column(
      Array.from({ length: 30_000 }, () => (random.uniform() < 0.1 ? 0.5 : Math.exp(2 * random.normal()))),
    );
    const fitted = fitSpace(one({}), table);
    expect(fitted.coordinates[0]!.values.length).toBeLessThanOrEqual(2000);
    const back = tableOf(fitted, scoresOf(fitted, table, random));
    const errors = [...table.values].map((value, row) => Math.abs(back.values[row]! / value - 1));
    expect(errors.filter((error, row) => error > (table.values[row] === 0.5 ? 0 : 1e-9))).toEqual([]);
    const ends = tableOf(fitted, column([-9, 9])).values;
    expect([...ends]).toEqual([Math.min(...table.values), Math.max(...table.values)]);
  });

  it("reproduces a constant without a coordinate, and says so", () => {
    const fitted = fitSpace(one({}), column([7, NaN, 7]));
    expect(fitted.coordinates).toEqual([]);
    expect(notesOfFit(fitted)).toEqual(["x: always 7, reproduced without a model"]);
    expect([...tableOf(fitted, { rows: 2, columns: 0, values: new Float64Array() }).values]).toEqual([7, 7]);
  });

  it("cuts a circle where it is emptiest, so that neighbours across its ends stay neighbours", () => {
    const circle = one({ upper: 12, period: 12 });
    const table = column([11, 11.5, 0.5, 1, 3, 12]);
    const fitted = fitSpace(circle, table);
    expect(fitted.cuts).toEqual({ 0: 11 });
    const scores = scoresOf(fitted, table, keyedRandom("circle"));
    expect(scores.values[1]).toBeLessThan(scores.values[2]!);
    expect([...tableOf(fitted, scores).values]).toEqual([11, 11.5, 0.5, 1, 3, 0]);
  });

  it.each([
    ["TABLE_VALUE_OUT_OF_BOUNDS", "row 1, column x: -3 is not from 0 to 1000000", {}, [1, -3]],
    ["TABLE_VALUE_OUT_OF_BOUNDS", "row 0, column x: 1.5 is no whole number", { integer: true }, [1.5, 2]],
    ["VALUE_NOT_FINITE", "row 1, column x: Infinity", {}, [1, Infinity]],
    ["TABLE_COLUMN_EMPTY", "column x has no value in any of 2 rows", {}, [NaN, NaN]],
  ])("refuses with %s: %s", (code, message, fields, values) => {
    expect(() => fitSpace(one(fields), column(values))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  it("refuses a block that is partly missing, does not sum to 1, or has scores that are no numbers", () => {
    const share = (name: string) => ({ name, block: "b", kind: "share", lower: 0, upper: 1 });
    const blocks = parseTableSpace(JSON.stringify({ name: "b", columns: [share("p"), share("q")] }));
    const whole = [0.25, 0.75];
    expect(() => fitSpace(blocks, matrixOfRows([whole, [0.5, NaN]]))).toThrow(
      expect.objectContaining({
        code: "TABLE_BLOCK_INVALID",
        message: expect.stringContaining("row 1, block b: 1 of 2"),
      }),
    );
    expect(() => fitSpace(blocks, matrixOfRows([whole, [0.5, 0.4]]))).toThrow("sum to 0.9");
    const fitted = fitSpace(blocks, matrixOfRows([whole, [0.5, 0.5]]));
    expect(() => tableOf(fitted, column([NaN]))).toThrow("the score of b/1 in row 0 is NaN");
  });
});
