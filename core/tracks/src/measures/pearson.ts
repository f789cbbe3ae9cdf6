/** The values of the rows in which both are known. */
export function knownPairs(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): readonly [x: Float64Array, y: Float64Array] {
  const rows = Array.from({ length: x.length }, (_, row) => row).filter(
    (row) => !Number.isNaN(x[row]!) && !Number.isNaN(y[row]!),
  );
  return [Float64Array.from(rows, (row) => x[row]!), Float64Array.from(rows, (row) => y[row]!)];
}

/** Pearson's correlation; null if either sample does not vary. */
export function pearsonCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
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
  return varies(x) && varies(y) && xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null;
}

function varies(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return true;
  return false;
}
