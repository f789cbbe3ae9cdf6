import { type Matrix, columnOf, solvePositiveDefinite, zeros } from "@interlude/core-numerics";

const RIDGE = 1;
const MOST_STEPS = 25;
const TOLERANCE = 1e-8;

/**
 * Log-odds of label 1 for some rows by a logistic regression on others, with a ridge of 1 on columns that are
 * standardised on the latter (a missing value is their mean, and has a column that says so); by Newton's method with
 * halved steps (Hastie, Tibshirani & Friedman 2009, section 4.4.1).
 */
export function logisticScores(train: Matrix, labels: ArrayLike<number>, rows: Matrix): Float64Array {
  const code = designOf(train);
  const design = code(train);
  const weights = fit(design, labels);
  return timesVector(code(rows), weights);
}

/** Standardised columns, one for the missing values of each column that has some, and a column of ones. */
function designOf(train: Matrix): (rows: Matrix) => Matrix {
  const columns = Array.from({ length: train.columns }, (_, j) => {
    const known = columnOf(train, j).filter((value) => !Number.isNaN(value));
    const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
    const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const spread = Math.sqrt(squares / Math.max(1, known.length));
    return { mean, spread: spread > 0 ? spread : 1, hasMissing: known.length < train.rows };
  });
  const width = train.columns + columns.filter(({ hasMissing }) => hasMissing).length + 1;
  return (rows) => {
    const design = zeros(rows.rows, width);
    for (let i = 0; i < rows.rows; i++) {
      let next = i * width;
      for (const [j, { mean, spread, hasMissing }] of columns.entries()) {
        const value = rows.values[i * rows.columns + j]!;
        const isMissing = Number.isNaN(value);
        design.values[next++] = isMissing ? 0 : (value - mean) / spread;
        if (hasMissing) design.values[next++] = isMissing ? 1 : 0;
      }
      design.values[next] = 1;
    }
    return design;
  };
}

function fit(design: Matrix, labels: ArrayLike<number>): Float64Array {
  const { rows, columns, values } = design;
  let weights = new Float64Array(columns);
  let loss = penalisedLoss(design, labels, weights);
  for (let step = 0; step < MOST_STEPS; step++) {
    const scores = timesVector(design, weights);
    const gradient = weights.map((weight, j) => (j < columns - 1 ? RIDGE * weight : 0));
    const hessian = new Float64Array(columns * columns);
    for (let j = 0; j < columns; j++) hessian[j * columns + j] = j < columns - 1 ? RIDGE : 1e-9;
    for (let i = 0; i < rows; i++) {
      const probability = 1 / (1 + Math.exp(-scores[i]!));
      const curvature = probability * (1 - probability);
      for (let j = 0; j < columns; j++) {
        const x = values[i * columns + j]!;
        gradient[j]! += (probability - labels[i]!) * x;
        for (let k = 0; k <= j; k++) hessian[j * columns + k]! += curvature * x * values[i * columns + k]!;
      }
    }
    for (let j = 0; j < columns; j++) {
      for (let k = 0; k < j; k++) hessian[k * columns + j] = hessian[j * columns + k]!;
    }
    const direction = solvePositiveDefinite(hessian, gradient);
    if (direction === null) break;
    let size = 1;
    let next = weights;
    let nextLoss = Infinity;
    for (; size > 1e-6 && !(nextLoss <= loss); size /= 2) {
      const length = size;
      next = weights.map((weight, j) => weight - length * direction[j]!);
      nextLoss = penalisedLoss(design, labels, next);
    }
    if (!(loss - nextLoss > TOLERANCE * Math.abs(loss))) break;
    weights = next;
    loss = nextLoss;
  }
  return weights;
}

function penalisedLoss(design: Matrix, labels: ArrayLike<number>, weights: Float64Array): number {
  let loss = 0;
  for (const weight of weights.subarray(0, -1)) loss += (RIDGE / 2) * weight * weight;
  for (const [i, score] of timesVector(design, weights).entries()) {
    const signed = labels[i] === 1 ? -score : score;
    loss += Math.max(signed, 0) + Math.log1p(Math.exp(-Math.abs(signed)));
  }
  return loss;
}

function timesVector({ rows, columns, values }: Matrix, weights: Float64Array): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += values[i * columns + j]! * weights[j]!;
    return sum;
  });
}
