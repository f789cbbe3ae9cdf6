import { type Matrix, choleskyFactor, rowOf, zeros } from "@interlude/core-numerics";
import { logDensity } from "../gaussian/conditional-gaussian.js";
import { type Gaussian, makeDefinite } from "../gaussian/gaussian.js";
import type { Random } from "../random.js";
import { nearestCentres } from "./k-means.js";

/** A mixture of normal distributions, as plain data. */
export interface GaussianMixture {
  /** Sum to 1. */
  readonly weights: readonly number[];
  readonly components: readonly Gaussian[];
}

/** How a mixture is fitted. */
export interface MixtureOptions {
  readonly components: number;
  /** How many points of the covariance of all points each component's own is blended with. */
  readonly priorPoints: number;
}

const MOST_ITERATIONS = 60;
/** Least rise of the mean log-likelihood an iteration, in nats. */
const TOLERANCE = 1e-4;

/**
 * Fits a mixture with full covariances by expectation–maximisation (Dempster, Laird and Rubin 1977), begun by k-means.
 * A component's covariance is blended with that of all points, scaled to the component's size, so that none collapses
 * onto a few points.
 * @param points finite, at least one row
 */
export function fitGaussianMixture(points: Matrix, options: MixtureOptions, random: Random): GaussianMixture {
  const { rows, columns } = points;
  const count = Math.max(1, Math.min(options.components, rows));
  const whole = weightedGaussian(points, new Float64Array(rows).fill(1), null, 0);
  // Components split the volume among them: a component's share of it in each direction.
  const scale = count ** (-2 / columns);
  const prior = { ...whole, covariance: whole.covariance.map((value) => value * scale) };
  const responsibilities = zeros(count, rows);
  for (const [i, centre] of nearestCentres(points, count, random).entries())
    responsibilities.values[centre * rows + i] = 1;
  let mixture = maximise(points, responsibilities, prior, options.priorPoints);
  let before = -Infinity;
  const iterations = count > 1 ? MOST_ITERATIONS : 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const likelihood = expect(points, mixture, responsibilities);
    if (likelihood - before < TOLERANCE) break;
    before = likelihood;
    mixture = maximise(points, responsibilities, prior, options.priorPoints);
  }
  return mixture;
}

function maximise(
  points: Matrix,
  responsibilities: Matrix,
  prior: Gaussian,
  priorPoints: number,
): GaussianMixture {
  const components: Gaussian[] = [];
  const weights: number[] = [];
  for (let k = 0; k < responsibilities.rows; k++) {
    const own = rowOf(responsibilities, k);
    const weight = own.reduce((sum, value) => sum + value, 0);
    if (weight < 1e-6) continue; // nothing is left of it
    weights.push(weight / points.rows);
    components.push(weightedGaussian(points, own, prior, priorPoints));
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { weights: weights.map((weight) => weight / total), components };
}

/** Fills the responsibilities; gives the mean log-likelihood, but for a constant. */
function expect(points: Matrix, { weights, components }: GaussianMixture, responsibilities: Matrix): number {
  const { rows, columns } = points;
  const factors = components.map(({ covariance }) => choleskyFactor(Float64Array.from(covariance), columns)!);
  const logs = new Float64Array(components.length);
  const centred = new Float64Array(columns);
  let total = 0;
  responsibilities.values.fill(0);
  for (let i = 0; i < rows; i++) {
    const point = rowOf(points, i);
    for (const [k, { mean }] of components.entries()) {
      for (let j = 0; j < columns; j++) centred[j] = point[j]! - mean[j]!;
      logs[k] = Math.log(weights[k]!) + logDensity(factors[k]!, centred);
    }
    const most = Math.max(...logs);
    let sum = 0;
    for (const log of logs) sum += Math.exp(log - most);
    total += most + Math.log(sum);
    for (let k = 0; k < components.length; k++)
      responsibilities.values[k * rows + i] = Math.exp(logs[k]! - most) / sum;
  }
  return total / rows;
}

function weightedGaussian(
  { rows, columns, values }: Matrix,
  weights: Float64Array,
  prior: Gaussian | null,
  priorPoints: number,
): Gaussian {
  const mean = new Float64Array(columns);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    total += weights[i]!;
    for (let j = 0; j < columns; j++) mean[j]! += weights[i]! * values[i * columns + j]!;
  }
  for (let j = 0; j < columns; j++) mean[j]! /= total;
  const covariance = new Float64Array(columns * columns);
  const centred = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    const weight = weights[i]!;
    if (weight < 1e-9) continue;
    for (let j = 0; j < columns; j++) centred[j] = values[i * columns + j]! - mean[j]!;
    for (let j = 0; j < columns; j++) {
      const scaled = weight * centred[j]!;
      for (let k = 0; k <= j; k++) covariance[j * columns + k]! += scaled * centred[k]!;
    }
  }
  for (let j = 0; j < columns; j++) {
    for (let k = 0; k <= j; k++) {
      const before = prior === null ? 0 : priorPoints * prior.covariance[j * columns + k]!;
      const blended = (covariance[j * columns + k]! + before) / (total + (prior === null ? 0 : priorPoints));
      covariance[j * columns + k] = blended;
      covariance[k * columns + j] = blended;
    }
    covariance[j * columns + j]! += VARIANCE_FLOOR;
  }
  makeDefinite(covariance, columns);
  return { mean: [...mean], covariance: [...covariance] };
}

/** Added to each variance: a condition that is the same for many rows must not make a component a spike. */
const VARIANCE_FLOOR = 1e-3;
