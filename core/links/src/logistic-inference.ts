import { invertPositiveDefinite, submatrix } from "@interlude/core-numerics";
import { LinkError } from "./errors.js";
import {
  type Design,
  type LogisticFit,
  type LogisticOptions,
  fitWithCertificate,
} from "./logistic-regression.js";
import { seededRandom } from "./seeded-random.js";

/** 97.5% quantile of the normal distribution. */
const Z = 1.959963984540054;

/** What is known of one coefficient; null where the coefficient is held at zero or its column is constant. */
export interface CoefficientInference {
  /** Log-odds a standard deviation of the column. */
  readonly coefficient: number;
  /** From the curvature of the likelihood, taking rows as independent. */
  readonly standardError: number | null;
  /** Over samples of artists, since pairs share them; null also if it was not asked for. */
  readonly bootstrapError: number | null;
  /** exp(coefficient): what a standard deviation more multiplies the odds by, with its 95% interval. */
  readonly oddsRatio: { readonly value: number; readonly low: number; readonly high: number } | null;
  /** 1 / (1 − R²) of the column on the others; Infinity if they determine it. */
  readonly varianceInflation: number | null;
}

/** Ends of each row's pair, and how many samples of artists to draw. */
interface ArtistBootstrap {
  readonly pairs: readonly (readonly [number, number])[];
  readonly samples: number;
  readonly seed: number;
}

/**
 * Errors, odds ratios and variance inflation of a fit. The interval of an odds ratio uses the larger of the two
 * errors. A ridge fit is biased towards zero: its errors are those of the estimate around its own mean, H⁻¹·I·H⁻¹ with I
 * the information of the likelihood and H that plus the penalty.
 * @returns one a column, in their order
 */
export function inferCoefficients(
  design: Design,
  options: LogisticOptions,
  fit: LogisticFit,
  bootstrap?: ArtistBootstrap,
): CoefficientInference[] {
  const errors = analyticErrors(fit, options.ridge, design.columns);
  const resampled = bootstrap === undefined ? null : bootstrapErrors(design, options, bootstrap);
  const inflation = varianceInflation(design, fit);
  return fit.model.coefficients.map((coefficient, j) => {
    const standardError = errors[j] ?? null;
    const bootstrapError = standardError === null ? null : (resampled?.[j] ?? null);
    const error = standardError === null ? null : Math.max(standardError, bootstrapError ?? 0);
    return {
      coefficient,
      standardError,
      bootstrapError,
      oddsRatio:
        error === null
          ? null
          : {
              value: Math.exp(coefficient),
              low: Math.exp(coefficient - Z * error),
              high: Math.exp(coefficient + Z * error),
            },
      varianceInflation: inflation[j] ?? null,
    };
  });
}

/** By column; null for those that are held or constant. */
function analyticErrors(
  { state, certificate, constantColumns }: LogisticFit,
  ridge: number,
  columns: number,
): (number | null)[] {
  const width = columns + 1;
  const free = Array.from({ length: width }, (_, j) => j).filter(
    (j) => !certificate.held.includes(j) && !constantColumns.includes(j),
  );
  const n = free.length;
  const inverse = invertPositiveDefinite(submatrix(state.hessian, width, free), n);
  const errors = Array.from({ length: columns }, (): number | null => null);
  if (inverse === null) return errors;
  free.forEach((j, at) => {
    if (j === columns) return;
    // H⁻¹(H − ridge·D)H⁻¹ on the diagonal, D being 1 for every column but the intercept.
    let variance = inverse[at * n + at]!;
    free.forEach((k, other) => {
      if (k !== columns) variance -= ridge * inverse[at * n + other]! ** 2;
    });
    errors[j] = Math.sqrt(Math.max(0, variance));
  });
  return errors;
}

/**
 * Standard deviation of the coefficients over samples of artists drawn with replacement: a pair counts as often as its
 * two ends were drawn, multiplied (the pigeonhole bootstrap, Owen 2007). Samples without both classes are left out.
 */
function bootstrapErrors(
  design: Design,
  options: LogisticOptions,
  { pairs, samples, seed }: ArtistBootstrap,
): number[] | null {
  const artists = pairs.reduce((most, [a, b]) => Math.max(most, a, b), -1) + 1;
  const present = [...new Set(pairs.flat())].sort((x, y) => x - y);
  const random = seededRandom(seed);
  const sums = new Float64Array(design.columns);
  const squares = new Float64Array(design.columns);
  let used = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    const drawn = new Float64Array(artists);
    for (let i = 0; i < present.length; i += 1) drawn[present[random.below(present.length)]!]! += 1;
    const weights = Float64Array.from(
      pairs,
      ([a, b], row) => drawn[a]! * drawn[b]! * (design.weights?.[row] ?? 1),
    );
    const coefficients = coefficientsOf({ ...design, weights }, options);
    if (coefficients === null) continue;
    used += 1;
    coefficients.forEach((value, j) => {
      sums[j]! += value;
      squares[j]! += value * value;
    });
  }
  if (used < 2) return null;
  return Array.from(sums, (sum, j) =>
    Math.sqrt(Math.max(0, (squares[j]! - (sum * sum) / used) / (used - 1))),
  );
}

function coefficientsOf(design: Design, options: LogisticOptions): readonly number[] | null {
  try {
    return fitWithCertificate(design, options).model.coefficients;
  } catch (error) {
    if (error instanceof LinkError && error.code !== "LINKS_INVALID_DESIGN") return null;
    throw error;
  }
}

/** Diagonal of the inverse correlation matrix of the columns that vary; null for the others. */
function varianceInflation(
  { values, columns, labels }: Design,
  { model, constantColumns }: LogisticFit,
): (number | null)[] {
  const varying = Array.from({ length: columns }, (_, j) => j).filter((j) => !constantColumns.includes(j));
  const n = varying.length;
  const correlation = new Float64Array(n * n);
  for (let row = 0; row < labels.length; row += 1) {
    const z = varying.map((j) => (values[row * columns + j]! - model.means[j]!) / model.scales[j]!);
    for (let j = 0; j < n; j += 1) {
      for (let k = 0; k < n; k += 1) correlation[j * n + k]! += (z[j]! * z[k]!) / labels.length;
    }
  }
  const inverse = invertPositiveDefinite(correlation, n);
  const inflation = Array.from({ length: columns }, (): number | null => null);
  varying.forEach((j, at) => {
    const value = inverse?.[at * n + at] ?? Infinity;
    inflation[j] = value > 1e10 ? Infinity : value;
  });
  return inflation;
}
