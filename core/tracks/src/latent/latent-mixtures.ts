import { type Matrix, rowOf, takeRows, zeros } from "@interlude/core-numerics";
import { requireLength } from "../errors.js";
import {
  type ConditionalGaussian,
  conditionGaussian,
  drawConditional,
  logDensityOfGiven,
} from "../gaussian/conditional-gaussian.js";
import { type Random, keyedRandom, shuffledIndices } from "../random.js";
import { type GaussianMixture, fitGaussianMixture } from "./gaussian-mixture.js";

/**
 * The aggregated posterior given the condition, the second stage of a VAE (Dai and Wipf 2019): a mixture a category over
 * the latents and the numeric conditions. Latents are taken in units of the conditional prior, (z − mean) / deviation, so
 * that what the prior knows of conditions the mixtures do not see is kept. Plain data.
 */
export interface LatentMixtures {
  readonly latent: number;
  readonly numbers: number;
  readonly whole: GaussianMixture;
  /** By the number of the category; null where the whole serves. */
  readonly categories: readonly (GaussianMixture | null)[];
}

/** Means and logarithms of variances, a row each. */
export interface DiagonalGaussians {
  readonly mean: Matrix;
  readonly logVariance: Matrix;
}

export interface LatentRows {
  readonly posterior: DiagonalGaussians;
  /** p(z | condition) of the same rows. */
  readonly prior: DiagonalGaussians;
  /** Standardised numeric conditions. */
  readonly numbers: Matrix;
  readonly categories: readonly (number | null)[];
}

const MOST_COMPONENTS = 8;
const ROWS_A_COMPONENT = 40;
const FEWEST_ROWS = 40;
/** Draws from each posterior; more rows get fewer, one at least, so that a fit has few thousand points. */
const MOST_DRAWS = 4;
const MOST_POINTS = 8000;
/** Rows of the whole's covariance that a component is blended with. */
const PRIOR_ROWS = 10;

/**
 * Fits the mixtures to draws from the posteriors: up to eight components, one for every forty rows; a category of
 * fewer than forty rows is left to the mixture of all.
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function fitLatentMixtures(rows: LatentRows, seed: string): LatentMixtures {
  const { posterior, numbers, categories } = rows;
  requireLength("the numeric conditions", numbers.rows, posterior.mean.rows);
  requireLength("the categories", categories.length, posterior.mean.rows);
  const members: number[][] = [];
  for (const [row, category] of categories.entries())
    if (category !== null) (members[category] ??= []).push(row);
  const fit = (own: ArrayLike<number>, name: string): GaussianMixture =>
    fitMixture(rows, own, `${seed} ${name}`);
  return {
    latent: posterior.mean.columns,
    numbers: numbers.columns,
    whole: fit(
      Int32Array.from(categories, (_, row) => row),
      "all",
    ),
    categories: Array.from(members, (own, category) =>
      own === undefined || own.length < FEWEST_ROWS ? null : fit(own, `category ${category}`),
    ),
  };
}

function fitMixture(rows: LatentRows, members: ArrayLike<number>, seed: string): GaussianMixture {
  const random = keyedRandom(seed);
  const own =
    members.length <= MOST_POINTS
      ? members
      : shuffledIndices(members.length, random)
          .subarray(0, MOST_POINTS)
          .map((at) => members[at]!);
  const draws = Math.max(1, Math.min(MOST_DRAWS, Math.floor(MOST_POINTS / own.length)));
  const points = drawPoints(rows, own, draws, random);
  return fitGaussianMixture(
    points,
    {
      components: Math.min(MOST_COMPONENTS, Math.floor(members.length / ROWS_A_COMPONENT)),
      priorPoints: PRIOR_ROWS * draws,
    },
    random,
  );
}

function drawPoints(
  { posterior, prior, numbers }: LatentRows,
  own: ArrayLike<number>,
  draws: number,
  random: Random,
): Matrix {
  const latent = posterior.mean.columns;
  const width = latent + numbers.columns;
  const points = zeros(own.length * draws, width);
  const ownNumbers = takeRows(numbers, own);
  for (let at = 0; at < points.rows; at++) {
    const row = Math.floor(at / draws);
    const from = own[row]! * latent;
    const point = rowOf(points, at);
    for (let k = 0; k < latent; k++) {
      const z =
        posterior.mean.values[from + k]! +
        Math.exp(posterior.logVariance.values[from + k]! / 2) * random.normal();
      point[k] = (z - prior.mean.values[from + k]!) / Math.exp(prior.logVariance.values[from + k]! / 2);
    }
    point.set(rowOf(ownNumbers, row), latent);
  }
  return points;
}

/** Draws latents given a category, numeric conditions and the conditional prior of the row. */
export type LatentSampler = (
  category: number | null,
  numbers: ArrayLike<number>,
  prior: { readonly mean: ArrayLike<number>; readonly logVariance: ArrayLike<number> },
  random: Random,
) => Float64Array;

interface CompiledMixture {
  readonly logWeights: readonly number[];
  readonly components: readonly ConditionalGaussian[];
}

/**
 * Makes mixtures ready for drawing: a component by how well it explains the numeric conditions, then latents of it.
 * @throws TracksError `MODEL_CORRUPT`
 */
export function latentSampler(mixtures: LatentMixtures): LatentSampler {
  const compile = ({ weights, components }: GaussianMixture): CompiledMixture => ({
    logWeights: weights.map((weight) => Math.log(weight)),
    components: components.map((gaussian) => conditionGaussian(gaussian, mixtures.numbers)),
  });
  const whole = compile(mixtures.whole);
  const own = mixtures.categories.map((mixture) => (mixture === null ? whole : compile(mixture)));
  return (category, numbers, prior, random) => {
    const { logWeights, components } = (category === null ? undefined : own[category]) ?? whole;
    const logs = components.map(
      (component, k) => logWeights[k]! + (mixtures.numbers > 0 ? logDensityOfGiven(component, numbers) : 0),
    );
    const most = Math.max(...logs);
    const shares = logs.map((log) => Math.exp(log - most));
    let left = random.uniform() * shares.reduce((sum, share) => sum + share, 0);
    let chosen = shares.findIndex((share) => (left -= share) < 0);
    if (chosen < 0) chosen = shares.indexOf(Math.max(...shares));
    const drawn = drawConditional(components[chosen]!, numbers, random);
    return drawn.map((value, k) => prior.mean[k]! + Math.exp(prior.logVariance[k]! / 2) * value);
  };
}
