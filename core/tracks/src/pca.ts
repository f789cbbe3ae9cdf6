import { TracksError, requireLength } from "./errors.js";

/** Principal components of a set of rows, as plain data. */
export interface PrincipalComponents {
  /** Mean of each variable. */
  readonly mean: readonly number[];
  /** One unit vector a component, largest variance first. */
  readonly components: readonly (readonly number[])[];
  /** Variance along each component. */
  readonly variances: readonly number[];
  /** Share of the total variance that the kept components carry, 0 to 1. */
  readonly explained: number;
}

const LARGEST_SWEEPS = 64;

/** Eigenvalues, largest first, with their unit eigenvectors. */
interface SymmetricEigen {
  readonly values: number[];
  readonly vectors: number[][];
}

/**
 * Eigen-decomposition of a symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, section 8.5).
 * An eigenvector's sign is free: the entry of largest magnitude (the first of equals) is made positive,
 * so that equal input gives equal output.
 * @param matrix n rows of n values; only symmetric input makes sense, and it is not changed
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): SymmetricEigen {
  const n = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const v = matrix.map((_, i) => Float64Array.from({ length: n }, (_unused, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < LARGEST_SWEEPS; sweep++) {
    let offDiagonal = 0;
    let diagonal = 0;
    for (let i = 0; i < n; i++) {
      diagonal += a[i]![i]! ** 2;
      for (let j = i + 1; j < n; j++) offDiagonal += a[i]![j]! ** 2;
    }
    if (offDiagonal <= 1e-30 * diagonal) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i);
  order.sort((i, j) => a[j]![j]! - a[i]![i]! || i - j);
  return {
    values: order.map((i) => a[i]![i]!),
    vectors: order.map((i) => withFixedSign(v.map((row) => row[i]!))),
  };
}

function rotate(a: readonly Float64Array[], v: readonly Float64Array[], p: number, q: number): void {
  const apq = a[p]![q]!;
  if (apq === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const row of a) turn(row, p, q, c, s);
  const rowP = a[p]!;
  const rowQ = a[q]!;
  for (let k = 0; k < rowP.length; k++) {
    const atP = rowP[k]!;
    const atQ = rowQ[k]!;
    rowP[k] = c * atP - s * atQ;
    rowQ[k] = s * atP + c * atQ;
  }
  for (const row of v) turn(row, p, q, c, s);
}

function turn(row: Float64Array, p: number, q: number, c: number, s: number): void {
  const atP = row[p]!;
  const atQ = row[q]!;
  row[p] = c * atP - s * atQ;
  row[q] = s * atP + c * atQ;
}

function withFixedSign(vector: number[]): number[] {
  let largest = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(largest)) largest = value;
  return largest < 0 ? vector.map((value) => (value === 0 ? 0 : -value)) : vector;
}

/**
 * Fits principal components to rows (covariance with divisor n − 1).
 * @param rows at least two, of equal length
 * @param count how many components to keep
 * @throws TracksError `TRACKS_TOO_FEW`, `SHAPE_MISMATCH`
 */
export function fitPrincipalComponents(
  rows: readonly (readonly number[])[],
  count: number,
): PrincipalComponents {
  const width = rows[0]?.length ?? 0;
  if (rows.length < 2 || count > width) {
    throw new TracksError(
      "TRACKS_TOO_FEW",
      `${rows.length} rows of ${width} variables do not determine ${count} principal components`,
    );
  }
  const mean = new Float64Array(width);
  for (const row of rows) {
    requireLength("a row for the principal components", row.length, width);
    for (let j = 0; j < width; j++) mean[j]! += row[j]!;
  }
  for (let j = 0; j < width; j++) mean[j]! /= rows.length;
  const covariance = Array.from({ length: width }, () => Array.from({ length: width }, () => 0));
  for (const row of rows) {
    for (let i = 0; i < width; i++) {
      const centred = row[i]! - mean[i]!;
      const target = covariance[i]!;
      for (let j = i; j < width; j++) target[j]! += centred * (row[j]! - mean[j]!);
    }
  }
  for (let i = 0; i < width; i++) {
    for (let j = i; j < width; j++) {
      covariance[i]![j]! /= rows.length - 1;
      covariance[j]![i] = covariance[i]![j]!;
    }
  }
  const { values, vectors } = symmetricEigen(covariance);
  const total = values.reduce((sum, value) => sum + Math.max(value, 0), 0);
  const variances = values.slice(0, count).map((value) => Math.max(value, 0));
  const kept = variances.reduce((sum, value) => sum + value, 0);
  return {
    mean: [...mean],
    components: vectors.slice(0, count),
    variances,
    explained: total > 0 ? kept / total : 1,
  };
}

/** The coordinates of one row on the components. */
export function projectOnComponents(pca: PrincipalComponents, row: readonly number[]): number[] {
  requireLength("the row to project", row.length, pca.mean.length);
  return pca.components.map((component) => {
    let sum = 0;
    for (let j = 0; j < component.length; j++) sum += component[j]! * (row[j]! - pca.mean[j]!);
    return sum;
  });
}
