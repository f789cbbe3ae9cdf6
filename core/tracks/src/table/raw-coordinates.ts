import { type Matrix, zeros } from "@interlude/core-numerics";
import { TracksError } from "../errors.js";
import { SMALLEST_PROBABILITY, coordinatesToSimplex, simplexToCoordinates } from "../simplex.js";
import { type TableSpace, shareBlocks } from "./table-space.js";

// Shares are rounded when they are written; a sum that is further off is none of shares.
const LARGEST_SUM_ERROR = 0.01;

/** Where a column that runs on a circle is cut open, by the column's number. */
export type Cuts = Readonly<Record<number, number>>;

/** Names of the raw coordinates: one a number, then k − 1 log-ratios a block of k shares. */
export function rawNames(space: TableSpace): string[] {
  const numbers = space.columns.filter(({ kind }) => kind === "number").map(({ name }) => name);
  const ratios = shareBlocks(space).flatMap(({ block, columns }) =>
    columns.slice(1).map((_, at) => `${block}/${at + 1}`),
  );
  return [...numbers, ...ratios];
}

/**
 * The raw coordinates of a table's rows: numbers as they are, those on a circle from its cut on, shares as isometric
 * log-ratios, those under 1e-6 as if they were that. A missing value is NaN.
 * @throws TracksError for a row that is not of the space: `TABLE_VALUE_OUT_OF_BOUNDS`, `TABLE_BLOCK_INVALID`,
 * `VALUE_NOT_FINITE`, each with row (from 0) and column
 */
export function toRaw(space: TableSpace, cuts: Cuts, table: Matrix): Matrix {
  const raw = zeros(table.rows, rawNames(space).length);
  let at = 0;
  for (const [column, declaration] of space.columns.entries()) {
    if (declaration.kind !== "number") continue;
    const cut = cuts[column];
    for (let row = 0; row < table.rows; row++) {
      const value = checkedNumber(space, table, row, column);
      const unrolled = cut !== undefined && value < cut ? value + declaration.period! : value;
      raw.values[row * raw.columns + at] = unrolled;
    }
    at++;
  }
  for (const { block, columns } of shareBlocks(space)) {
    for (let row = 0; row < table.rows; row++) {
      const shares = checkedShares(space, table, row, block, columns);
      const ratios =
        shares === undefined ? columns.slice(1).map(() => Number.NaN) : simplexToCoordinates(shares);
      raw.values.set(ratios, row * raw.columns + at);
    }
    at += columns.length - 1;
  }
  return raw;
}

/** The table at raw coordinates; shares of at most 1e-6 are 0, those of a block sum to 1 within rounding. */
export function fromRaw(space: TableSpace, raw: Matrix): Matrix {
  const table = zeros(raw.rows, space.columns.length);
  let at = 0;
  for (const [column, { kind, upper, period, integer }] of space.columns.entries()) {
    if (kind !== "number") continue;
    for (let row = 0; row < raw.rows; row++) {
      let value = raw.values[row * raw.columns + at]!;
      if (integer === true) value = Math.round(value);
      if (period !== undefined && value >= upper) value -= period;
      table.values[row * table.columns + column] = value;
    }
    at++;
  }
  for (const { columns } of shareBlocks(space)) {
    const width = columns.length - 1;
    for (let row = 0; row < raw.rows; row++) {
      const from = row * raw.columns + at;
      const shares = coordinatesToSimplex([...raw.values.subarray(from, from + width)], columns.length);
      const kept = shares.map((share) => (share <= SMALLEST_PROBABILITY * (1 + 1e-9) ? 0 : share));
      const sum = kept.reduce((total, share) => total + share, 0);
      for (const [k, column] of columns.entries()) {
        table.values[row * table.columns + column] = kept[k]! / sum;
      }
    }
    at += width;
  }
  return table;
}

function checkedNumber(space: TableSpace, table: Matrix, row: number, column: number): number {
  const value = table.values[row * table.columns + column]!;
  if (Number.isNaN(value)) return value;
  const { name, lower, upper, period, integer } = space.columns[column]!;
  if (!Number.isFinite(value)) {
    throw new TracksError("VALUE_NOT_FINITE", `row ${row}, column ${name}: ${value}`);
  }
  if (value < lower || value > upper || (integer === true && !Number.isInteger(value))) {
    throw new TracksError(
      "TABLE_VALUE_OUT_OF_BOUNDS",
      `row ${row}, column ${name}: ${value} is ${
        value < lower || value > upper ? `not from ${lower} to ${upper}` : "no whole number"
      }; correct the row, or the column's declaration`,
    );
  }
  return period !== undefined && value === upper ? lower : value;
}

/** The shares of a block, summing to 1; undefined if the block is missing as a whole. */
function checkedShares(
  space: TableSpace,
  table: Matrix,
  row: number,
  block: string,
  columns: readonly number[],
): number[] | undefined {
  const shares = columns.map((column) => checkedNumber(space, table, row, column));
  if (shares.every(Number.isNaN)) return undefined;
  const problem = sharesProblem(shares);
  if (problem !== null)
    throw new TracksError("TABLE_BLOCK_INVALID", `row ${row}, block ${block}: ${problem}`);
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

/** Why numbers, NaN where missing, are not the shares of one block; null if they are, or are all missing. */
export function sharesProblem(shares: readonly number[]): string | null {
  const missing = shares.filter((share) => Number.isNaN(share)).length;
  if (missing === shares.length) return null;
  if (missing > 0) {
    return `${missing} of ${shares.length} shares are missing; a block is given whole or not at all`;
  }
  const sum = shares.reduce((total, share) => total + share, 0);
  return Math.abs(sum - 1) > LARGEST_SUM_ERROR ? `the shares sum to ${sum} where 1 is expected` : null;
}
