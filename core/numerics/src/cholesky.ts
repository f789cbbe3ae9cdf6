/**
 * The lower triangle L of L·Lᵀ = A for a symmetric positive definite A (n × n, row-major); zeros above it.
 * Returns null when A is not positive definite to working precision.
 */
export function choleskyFactor(a: Float64Array, n: number): Float64Array | null {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k += 1) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i !== j) lower[i * n + j] = sum / lower[j * n + j]!;
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return lower;
}

/** Solves L·x = b in place, for a lower triangular L of as many rows as b has numbers. */
export function solveLower(lower: Float64Array, x: Float64Array): void {
  const n = x.length;
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) x[i]! -= lower[i * n + k]! * x[k]!;
    x[i]! /= lower[i * n + i]!;
  }
}

/** Solves Lᵀ·x = b in place. */
export function solveLowerTransposed(lower: Float64Array, x: Float64Array): void {
  const n = x.length;
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) x[i]! -= lower[k * n + i]! * x[k]!;
    x[i]! /= lower[i * n + i]!;
  }
}

/**
 * Solves A·x = b for a symmetric positive definite A (n × n, row-major) by Cholesky's factorisation.
 * Returns null when A is not positive definite to working precision.
 */
export function solvePositiveDefinite(a: Float64Array, b: Float64Array): Float64Array | null {
  const lower = choleskyFactor(a, b.length);
  if (lower === null) return null;
  const x = Float64Array.from(b);
  solveLower(lower, x);
  solveLowerTransposed(lower, x);
  return x;
}

/** The rows and columns `kept` of a row-major matrix of that width. */
export function submatrix(matrix: Float64Array, width: number, kept: readonly number[]): Float64Array {
  return Float64Array.from(kept.flatMap((j) => kept.map((k) => matrix[j * width + k]!)));
}

/** The inverse of a symmetric positive definite matrix (n × n, row-major), or null if it is not. */
export function invertPositiveDefinite(a: Float64Array, n: number): Float64Array | null {
  const lower = choleskyFactor(a, n);
  if (lower === null) return null;
  const inverse = new Float64Array(n * n);
  for (let j = 0; j < n; j += 1) {
    const column = inverse.subarray(j * n, (j + 1) * n);
    column[j] = 1;
    solveLower(lower, column);
    solveLowerTransposed(lower, column);
  }
  return inverse;
}
