import { TracksError } from "./errors.js";

type Rows = readonly ArrayLike<number>[];

function columnOf(rows: Rows, column: number): Float64Array {
  return Float64Array.from(rows, (row) => row[column]!);
}

function requireRows(rows: Rows, least: number): void {
  if (rows.length < least) {
    throw new TracksError("TRACKS_TOO_FEW", `${rows.length} rows, at least ${least} are needed`);
  }
}

/**
 * 1 − the two-sample Kolmogorov–Smirnov statistic: 1 if two samples have the same empirical distribution,
 * 0 if they do not overlap. Ties are handled: both distribution functions step before they are compared.
 * @throws TracksError `TRACKS_TOO_FEW` for an empty sample
 */
export function kolmogorovSmirnovComplement(real: ArrayLike<number>, synthetic: ArrayLike<number>): number {
  const x = Float64Array.from(real).sort();
  const y = Float64Array.from(synthetic).sort();
  if (x.length === 0 || y.length === 0) {
    throw new TracksError("TRACKS_TOO_FEW", "a sample to compare is empty");
  }
  let i = 0;
  let j = 0;
  let largest = 0;
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i]!, y[j]!);
    while (i < x.length && x[i]! <= value) i++;
    while (j < y.length && y[j]! <= value) j++;
    largest = Math.max(largest, Math.abs(i / x.length - j / y.length));
  }
  return 1 - largest;
}

/** The Kolmogorov–Smirnov complement of each column. */
export function kolmogorovSmirnovComplements(real: Rows, synthetic: Rows): number[] {
  requireRows(real, 1);
  requireRows(synthetic, 1);
  return Array.from({ length: real[0]!.length }, (_, column) =>
    kolmogorovSmirnovComplement(columnOf(real, column), columnOf(synthetic, column)),
  );
}

/** Pearson's correlation; 0 if either sample does not vary. */
export function pearsonCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < n; i++) {
    meanX += x[i]! / n;
    meanY += y[i]! / n;
  }
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    const dx = x[i]! - meanX;
    const dy = y[i]! - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

/**
 * Mean over all pairs of columns of 1 − |ρ real − ρ synthetic| / 2: 1 if every correlation is kept.
 * (The measure of the same name of the SDMetrics library.)
 * @throws TracksError `TRACKS_TOO_FEW`
 */
export function correlationSimilarity(real: Rows, synthetic: Rows): number {
  requireRows(real, 2);
  requireRows(synthetic, 2);
  const width = real[0]!.length;
  if (width < 2) return 1;
  const realColumns = Array.from({ length: width }, (_, column) => columnOf(real, column));
  const syntheticColumns = Array.from({ length: width }, (_, column) => columnOf(synthetic, column));
  let sum = 0;
  for (let i = 0; i < width; i++) {
    for (let j = i + 1; j < width; j++) {
      const realCorrelation = pearsonCorrelation(realColumns[i]!, realColumns[j]!);
      const syntheticCorrelation = pearsonCorrelation(syntheticColumns[i]!, syntheticColumns[j]!);
      sum += 1 - Math.abs(realCorrelation - syntheticCorrelation) / 2;
    }
  }
  return sum / ((width * (width - 1)) / 2);
}

const ACTIVE_VARIANCE = 0.01;

/**
 * Latent dimensions that carry information: the variance over the data of the posterior mean exceeds 0.01
 * (Burda et al. 2016, "Importance weighted autoencoders"). None active means a collapsed posterior.
 * @param posteriorMeans one row a track
 */
export function activeUnits(posteriorMeans: Rows): number {
  requireRows(posteriorMeans, 2);
  let active = 0;
  for (let unit = 0; unit < posteriorMeans[0]!.length; unit++) {
    const column = columnOf(posteriorMeans, unit);
    let mean = 0;
    for (const value of column) mean += value / column.length;
    let variance = 0;
    for (const value of column) variance += (value - mean) ** 2 / column.length;
    if (variance > ACTIVE_VARIANCE) active++;
  }
  return active;
}
