import { describe, expect, it } from "vitest";
import { columnOf, matrixOfRows, rowOf, takeRows } from "./matrix.js";

describe("a matrix", () => {
  const matrix = matrixOfRows([
    [1, 2, 3],
    [4, NaN, 6],
  ]);

  it("gives its rows and columns", () => {
    expect([...rowOf(matrix, 1)]).toEqual([4, NaN, 6]);
    expect([...columnOf(matrix, 2)]).toEqual([3, 6]);
  });

  it("gives some rows, one more than once", () => {
    expect([...takeRows(matrix, [1, 0, 1]).values]).toEqual([4, NaN, 6, 1, 2, 3, 4, NaN, 6]);
  });

  it("keeps its width without rows", () => {
    expect(matrixOfRows([], 4)).toMatchObject({ rows: 0, columns: 4 });
  });

  it("refuses rows of different lengths", () => {
    expect(() => matrixOfRows([[1], [1, 2]])).toThrow("row 1 has 2 numbers, not 1");
  });
});
