import { type Matrix, columnOf, takeRows, zeros } from "@interlude/core-numerics";
import { requireLength } from "../errors.js";
import { type Gaussian, type GaussianPrior, fitGaussian } from "../gaussian/gaussian.js";
import { keyedRandom } from "../random.js";
import { type RankKnots, fitRankKnots, scoreKnots, scoreOfValue } from "../table/rank-knots.js";

/** A Gaussian copula of scores and numeric conditions. */
export interface ScoreCopula {
  /** From the group's own ranks to the scores of the whole table, a coordinate each. */
  readonly marginals: readonly RankKnots[];
  /** Of the normal scores of those ranks, and of the numeric conditions behind them. */
  readonly gaussian: Gaussian;
}

/** A Gaussian copula for every category that has rows enough, and one of all rows for the others. Plain data. */
export interface CategoryCopulas {
  readonly numbers: number;
  readonly whole: ScoreCopula;
  /** By the number of the category; null where the whole serves. */
  readonly categories: readonly (ScoreCopula | null)[];
}

/** From how many rows on a category has marginals of its own. */
const FEWEST_ROWS = 20;
/** How many rows the correlations of the whole weigh in a category. */
const SHRINKAGE = 40;
const MOST_KNOTS = 400;

/** What a copula, or a mixture, is fitted to, a row each. */
export interface GroupedRows {
  /** Normal scores; NaN where a value is missing. */
  readonly scores: Matrix;
  /** Standardised numeric conditions. */
  readonly numbers: Matrix;
  /** Category of each row; null where it has none. */
  readonly categories: readonly (number | null)[];
}

/**
 * Fits Gaussian copulas (Nelsen 2006, section 2.5, with the normal family): ranks within a category, and the normal
 * distribution of their scores together with the numeric conditions. A category's correlations are blended with those
 * of the whole; one of fewer than twenty rows is left to the whole. A missing value leaves its row out of the pairs
 * that need it only.
 * @throws TracksError `TRACKS_TOO_FEW`, `SHAPE_MISMATCH`
 */
export function fitCategoryCopulas(rows: GroupedRows): CategoryCopulas {
  const { scores, numbers, categories } = rows;
  requireLength("the numeric conditions", numbers.rows, scores.rows);
  requireLength("the categories", categories.length, scores.rows);
  const whole = fitCopula(scores, numbers);
  const prior = { gaussian: whole.gaussian, weight: SHRINKAGE };
  const members: number[][] = [];
  for (const [row, category] of categories.entries())
    if (category !== null) (members[category] ??= []).push(row);
  return {
    numbers: numbers.columns,
    whole,
    categories: Array.from(members, (own) => {
      if (own === undefined || own.length < FEWEST_ROWS) return null;
      const ownScores = takeRows(scores, own);
      for (let j = 0; j < scores.columns; j++)
        if (columnOf(ownScores, j).filter((score) => !Number.isNaN(score)).length < FEWEST_ROWS) return null;
      return fitCopula(ownScores, takeRows(numbers, own), prior);
    }),
  };
}

function fitCopula(scores: Matrix, numbers: Matrix, prior?: GaussianPrior): ScoreCopula {
  const width = scores.columns + numbers.columns;
  const joint = zeros(scores.rows, width);
  const random = keyedRandom("interlude copula");
  const marginals: RankKnots[] = [];
  for (let j = 0; j < scores.columns; j++) {
    const column = columnOf(scores, j);
    const knots = fitRankKnots(
      column.filter((score) => !Number.isNaN(score)),
      MOST_KNOTS,
    );
    const compiled = scoreKnots(knots);
    for (let i = 0; i < scores.rows; i++) {
      const score = column[i]!;
      joint.values[i * width + j] = Number.isNaN(score) ? score : scoreOfValue(compiled, score, random);
    }
    marginals.push(knots);
  }
  for (let i = 0; i < scores.rows; i++) {
    for (let j = 0; j < numbers.columns; j++)
      joint.values[i * width + scores.columns + j] = numbers.values[i * numbers.columns + j]!;
  }
  // The scores within a group are standard normal by construction; the numbers are as they are in the group.
  const gaussian = fitGaussian(joint, prior);
  if (prior === undefined) return { marginals, gaussian };
  const own = fitGaussian(joint, { ...prior, weight: 1e-9 });
  return { marginals, gaussian: { ...gaussian, mean: own.mean } };
}
