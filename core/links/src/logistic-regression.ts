import { solvePositiveDefinite, submatrix } from "@interlude/core-numerics";
import { LinkError } from "./errors.js";
import { type LogisticModel, logit } from "./logistic-model.js";
import { type LossState, penalisedLoss } from "./penalised-likelihood.js";

/** Rows of features, row after row in one array, with a 0/1 label each. */
export interface Design {
  /** labels.length × columns values. */
  readonly values: Float64Array;
  readonly columns: number;
  readonly labels: Uint8Array;
  /** How often each row counts; once if left out. The columns are standardised without them. */
  readonly weights?: ArrayLike<number>;
}

/** How to fit. */
export interface LogisticOptions {
  /** Penalty ½·ridge·β² on each standardised coefficient, not on the intercept. Positive. */
  readonly ridge: number;
  /** Columns whose coefficient must not be negative; none when left out. */
  readonly nonNegative?: readonly boolean[];
}

const MAXIMUM_STEPS = 100;
/** Largest slope left in any free direction, a row. */
const GRADIENT_TOLERANCE = 1e-10;
/** Relative rounding error of the summed loss: a last step may seem worse by as much. */
const SUMMATION_NOISE = 1e-11;

/** Proof that a fit is the optimum, in terms that a reader can check. */
export interface ConvergenceCertificate {
  /** Newton steps taken. */
  readonly steps: number;
  /** Largest slope of the penalised loss in a direction that is free to move, a row. */
  readonly gradientNorm: number;
  /** ½·gᵀH⁻¹g over the free columns: about how far the loss lies above its minimum, in nats. */
  readonly decrement: number;
  /** Columns held at zero by their sign constraint. */
  readonly held: readonly number[];
  /** Least slope of a held column, a row: not negative at the optimum (Karush–Kuhn–Tucker). Null if none is held. */
  readonly leastHeldSlope: number | null;
}

/** A fitted model with what its inference needs. */
export interface LogisticFit {
  readonly model: LogisticModel;
  readonly certificate: ConvergenceCertificate;
  /** Columns with one value only: their coefficient is 0. */
  readonly constantColumns: readonly number[];
  /**
   * Whether the model tells all rows apart: the classes are then linearly separable, the likelihood alone has no
   * maximum, and the size of the coefficients is the ridge's.
   */
  readonly separated: boolean;
  /** The optimum and the derivatives there, on standardised rows. */
  readonly beta: Float64Array;
  readonly state: LossState;
}

/**
 * Ridge logistic regression by Newton's method (iteratively reweighted least squares), projected onto the sign
 * constraints (Bertsekas 1982): a coefficient at zero that the gradient would push below is held there; the
 * others take a Newton step, halved until the penalised likelihood is no worse. Columns are standardised, and
 * the standardisation is part of the model. Deterministic: the same rows in the same order give the same bits.
 *
 * @throws LinkError `LINKS_INVALID_DESIGN` for values that are not finite or shapes that do not fit, `LINKS_ONE_CLASS`
 * if all labels are equal, `LINKS_NOT_CONVERGED` after 100 steps or if no step improves
 */
export function fitWithCertificate(design: Design, options: LogisticOptions): LogisticFit {
  const share = checkDesign(design, options);
  const { means, scales, constantColumns } = columnMoments(design);
  const rows = standardisedRows(design, means, scales);
  const { columns, labels, weights } = design;
  const lossAt = (beta: Float64Array): LossState => penalisedLoss(rows, labels, options.ridge, beta, weights);
  const constrained = Array.from(means, (_, column) => options.nonNegative?.[column] ?? false);
  let beta = new Float64Array(columns + 1);
  beta[columns] = logit(share);
  let state = lossAt(beta);
  for (let step = 0; step < MAXIMUM_STEPS; step += 1) {
    const free = freeColumns(beta, state.gradient, constrained);
    if (free.every((j) => Math.abs(state.gradient[j]!) <= GRADIENT_TOLERANCE * labels.length)) {
      const coefficients = [...beta.subarray(0, columns)];
      return {
        model: { intercept: beta[columns]!, coefficients, means, scales },
        certificate: certify(step, state, free, labels.length),
        constantColumns,
        separated: separates(rows, labels, beta),
        beta,
        state,
      };
    }
    const next = improve(beta, state, { free, constrained, lossAt });
    if (next === null) break;
    [beta, state] = next;
  }
  throw new LinkError(
    "LINKS_NOT_CONVERGED",
    `logistic regression on ${labels.length} rows did not converge in ${MAXIMUM_STEPS} Newton steps: raise the ridge (now ${options.ridge}) or look for columns that determine each other`,
  );
}

function certify(
  steps: number,
  { gradient, hessian }: LossState,
  free: readonly number[],
  rows: number,
): ConvergenceCertificate {
  const slopes = Float64Array.from(free, (j) => gradient[j]!);
  const newton = solvePositiveDefinite(submatrix(hessian, gradient.length, free), slopes);
  const held = Array.from(gradient.keys()).filter((j) => !free.includes(j));
  return {
    steps,
    gradientNorm: slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0) / rows,
    decrement:
      newton === null ? Infinity : slopes.reduce((sum, slope, at) => sum + slope * newton[at]!, 0) / 2,
    held,
    leastHeldSlope: held.length === 0 ? null : Math.min(...held.map((j) => gradient[j]!)) / rows,
  };
}

/** Whether every row lies on its label's side. */
function separates(rows: Float64Array, labels: Uint8Array, beta: Float64Array): boolean {
  const width = beta.length;
  return labels.every((label, row) => {
    let score = 0;
    for (let j = 0; j < width; j += 1) score += beta[j]! * rows[row * width + j]!;
    return label === 1 ? score > 0 : score < 0;
  });
}

/** Columns that may move: all but those held at zero by their constraint. */
function freeColumns(
  beta: Float64Array,
  gradient: Float64Array,
  constrained: readonly boolean[],
): readonly number[] {
  return Array.from(beta.keys()).filter((j) => !(constrained[j] && beta[j]! <= 0 && gradient[j]! >= 0));
}

interface Search {
  readonly free: readonly number[];
  readonly constrained: readonly boolean[];
  readonly lossAt: (beta: Float64Array) => LossState;
}

/** One projected Newton step with halving; null when no length of it improves. */
function improve(
  beta: Float64Array<ArrayBuffer>,
  state: LossState,
  { free, constrained, lossAt }: Search,
): [Float64Array<ArrayBuffer>, LossState] | null {
  const newton = solvePositiveDefinite(
    submatrix(state.hessian, beta.length, free),
    Float64Array.from(free, (j) => state.gradient[j]!),
  );
  if (newton === null) return null;
  for (let length = 1; length > 1e-12; length /= 2) {
    const next = Float64Array.from(beta);
    free.forEach((j, at) => {
      const moved = beta[j]! - length * newton[at]!;
      next[j] = constrained[j] ? Math.max(0, moved) : moved;
    });
    const nextState = lossAt(next);
    if (nextState.loss <= state.loss * (1 + SUMMATION_NOISE)) return [next, nextState];
  }
  return null;
}

/** Returns the share of positive labels, as the weights count them. */
function checkDesign({ values, columns, labels, weights }: Design, { ridge }: LogisticOptions): number {
  if (values.length !== labels.length * columns) {
    throw new LinkError(
      "LINKS_INVALID_DESIGN",
      `${labels.length} labels of ${columns} columns need ${labels.length * columns} values, got ${values.length}`,
    );
  }
  if (!(ridge > 0)) throw new LinkError("LINKS_INVALID_ARGUMENT", `the ridge must be positive, got ${ridge}`);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new LinkError(
      "LINKS_INVALID_DESIGN",
      `row ${Math.floor(bad / columns)}, column ${bad % columns} holds ${values[bad]}`,
    );
  }
  const total = labels.reduce((sum, _, row) => sum + (weights?.[row] ?? 1), 0);
  const positives = labels.reduce((sum, label, row) => sum + label * (weights?.[row] ?? 1), 0);
  if (positives === 0 || positives === total) {
    throw new LinkError(
      "LINKS_ONE_CLASS",
      `all ${labels.length} labels are equal: there is nothing to tell apart`,
    );
  }
  return positives / total;
}

/** Means and standard deviations; those of constant columns are given as 1. */
function columnMoments({ values, columns, labels }: Design): {
  means: number[];
  scales: number[];
  constantColumns: number[];
} {
  const rows = labels.length;
  const means = Array.from({ length: columns }, () => 0);
  const squares = Array.from({ length: columns }, () => 0);
  for (let i = 0; i < values.length; i += 1) means[i % columns]! += values[i]! / rows;
  for (let i = 0; i < values.length; i += 1) {
    squares[i % columns]! += (values[i]! - means[i % columns]!) ** 2 / rows;
  }
  // A constant column carries nothing; scale 1 keeps it harmless, and the ridge takes its coefficient to 0.
  const constant = squares.map((square, j) => !(square > 1e-24 * (1 + means[j]! ** 2)));
  const scales = squares.map((square, j) => (constant[j] ? 1 : Math.sqrt(square)));
  return { means, scales, constantColumns: [...constant.keys()].filter((j) => constant[j]) };
}

/** Rows of standardised values, each ended by the constant 1 of the intercept. */
function standardisedRows(
  { values, columns, labels }: Design,
  means: readonly number[],
  scales: readonly number[],
): Float64Array {
  const width = columns + 1;
  const rows = new Float64Array(labels.length * width);
  for (let row = 0; row < labels.length; row += 1) {
    for (let j = 0; j < columns; j += 1) {
      rows[row * width + j] = (values[row * columns + j]! - means[j]!) / scales[j]!;
    }
    rows[row * width + columns] = 1;
  }
  return rows;
}
