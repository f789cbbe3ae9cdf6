import { type Matrix, columnOf, zeros } from "@interlude/core-numerics";
import { TracksError, requireLength } from "../errors.js";
import type { Random } from "../random.js";
import { cutOfCircle } from "./circle.js";
import { checkTableSpace } from "./parse-table-space.js";
import {
  type RankKnots,
  type ScoreKnots,
  fitRankKnots,
  scoreKnots,
  scoreOfValue,
  valueOfScore,
} from "./rank-knots.js";
import { type Cuts, fromRaw, rawNames, toRaw } from "./raw-coordinates.js";
import type { TableSpace } from "./table-space.js";

/** One number that a generator models: a raw coordinate by its ranks. */
export interface FittedCoordinate extends RankKnots {
  readonly name: string;
  /** Its place among the raw coordinates. */
  readonly raw: number;
}

/** How the rows of a table become standard normal scores and back; plain data. */
export interface FittedSpace {
  readonly space: TableSpace;
  /** Those that vary. */
  readonly coordinates: readonly FittedCoordinate[];
  /** Raw coordinates that never vary: they come back as they are, and nothing is modelled. */
  readonly constants: readonly { readonly name: string; readonly raw: number; readonly value: number }[];
  readonly cuts: Cuts;
}

/**
 * Fits the ranks of a table's columns. Does not depend on the order of the rows.
 * @param table a column a declaration; NaN where a value is missing
 * @throws TracksError `TABLE_COLUMN_EMPTY` for a column without a value or a table without rows,
 * `TABLE_VALUE_OUT_OF_BOUNDS`, `TABLE_BLOCK_INVALID`, `VALUE_NOT_FINITE`, `TABLE_SPACE_INVALID`, `SHAPE_MISMATCH`
 */
export function fitSpace(space: TableSpace, table: Matrix): FittedSpace {
  checkTableSpace(space);
  requireLength("a row of the table", table.columns, space.columns.length);
  const cuts: Record<number, number> = {};
  for (const [column, { name, period, lower, upper }] of space.columns.entries()) {
    if (period === undefined) continue;
    const present = presentOf(table, column, name).map((value) => (value === upper ? lower : value));
    cuts[column] = cutOfCircle(present, period);
  }
  const raw = toRaw(space, cuts, table);
  const coordinates: FittedCoordinate[] = [];
  const constants: { name: string; raw: number; value: number }[] = [];
  for (const [at, name] of rawNames(space).entries()) {
    const present = presentOf(raw, at, name);
    const knots = fitRankKnots(present);
    if (knots.values[0] === knots.values.at(-1)) constants.push({ name, raw: at, value: knots.values[0]! });
    else coordinates.push({ name, raw: at, ...knots });
  }
  return { space, coordinates, constants, cuts };
}

function presentOf(matrix: Matrix, column: number, name: string): Float64Array {
  const present = columnOf(matrix, column).filter((value) => !Number.isNaN(value));
  if (present.length > 0) return present;
  throw new TracksError(
    "TABLE_COLUMN_EMPTY",
    `column ${name} has no value in any of ${matrix.rows} rows; leave it out of the space`,
  );
}

/**
 * The standard normal scores of a table's rows, NaN where a value is missing. A value that many rows share gets any
 * of its ranks, drawn anew at each call, or the middle one without `random`: at a share of its own where it is unknown to
 * the fit, at the end beyond it.
 * @returns a column a coordinate
 * @throws TracksError for a row that is not of the space, as `fitSpace`
 */
export function scoresOf(fitted: FittedSpace, table: Matrix, random?: Random): Matrix {
  requireLength("a row of the table", table.columns, fitted.space.columns.length);
  const raw = toRaw(fitted.space, fitted.cuts, table);
  const scores = zeros(table.rows, fitted.coordinates.length);
  const knots = knotsOf(fitted);
  for (const [at, { raw: from }] of fitted.coordinates.entries()) {
    for (let row = 0; row < raw.rows; row++) {
      const value = raw.values[row * raw.columns + from]!;
      scores.values[row * scores.columns + at] = Number.isNaN(value)
        ? value
        : scoreOfValue(knots[at]!, value, random);
    }
  }
  return scores;
}

/**
 * The rows at scores: within the bounds and values that were fitted, shares of a block sum to 1 within rounding.
 * @param scores finite numbers, a column a coordinate
 * @throws TracksError `VALUE_NOT_FINITE`, `SHAPE_MISMATCH`
 */
export function tableOf(fitted: FittedSpace, scores: Matrix): Matrix {
  requireLength("a row of scores", scores.columns, fitted.coordinates.length);
  const raw = zeros(scores.rows, fitted.coordinates.length + fitted.constants.length);
  const knots = knotsOf(fitted);
  for (const [at, { name, raw: to }] of fitted.coordinates.entries()) {
    for (let row = 0; row < scores.rows; row++) {
      const score = scores.values[row * scores.columns + at]!;
      if (!Number.isFinite(score)) {
        throw new TracksError("VALUE_NOT_FINITE", `the score of ${name} in row ${row} is ${score}`);
      }
      raw.values[row * raw.columns + to] = valueOfScore(knots[at]!, score);
    }
  }
  for (const { raw: to, value } of fitted.constants) {
    for (let row = 0; row < scores.rows; row++) raw.values[row * raw.columns + to] = value;
  }
  return fromRaw(fitted.space, raw);
}

/** What a reader should know of a fit, a sentence each: what never varies, and where circles were cut. */
export function notesOfFit(fitted: FittedSpace): string[] {
  return [
    ...fitted.constants.map(({ name, value }) => `${name}: always ${value}, reproduced without a model`),
    ...Object.entries(fitted.cuts).map(([column, cut]) => {
      const { name, unit } = fitted.space.columns[Number(column)]!;
      return `${name}: its circle is read from ${cut}${unit === "" ? "" : ` ${unit}`} on`;
    }),
  ];
}

const compiled = new WeakMap<FittedSpace, readonly ScoreKnots[]>();

/** Normal scores are computed once a fit: a batch may be a single row. */
function knotsOf(fitted: FittedSpace): readonly ScoreKnots[] {
  let knots = compiled.get(fitted);
  if (knots === undefined) compiled.set(fitted, (knots = fitted.coordinates.map(scoreKnots)));
  return knots;
}
