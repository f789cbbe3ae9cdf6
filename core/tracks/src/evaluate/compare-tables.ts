import { type Matrix, columnOf, rowOf, takeRows, zeros } from "@interlude/core-numerics";
import { correlationSimilarity } from "../measures/correlation-similarity.js";
import { kolmogorovSmirnovComplement } from "../measures/ks-complement.js";
import { spearmanCorrelation } from "../measures/spearman.js";
import { twoSampleAuc } from "../measures/two-sample-test.js";
import { keyedRandom, shuffledIndices } from "../random.js";
import type { TableSpace } from "../table/table-space.js";

/** A table of rows beside the conditions that they were drawn for, or came with. */
export interface JudgedRows {
  readonly table: Matrix;
  /** Conditions as numbers: a category by its number, NaN where unknown. */
  readonly conditions: Matrix;
}

/** How like real rows the rows of a generator are. */
export interface Likeness {
  /** 1 − Kolmogorov–Smirnov statistic, a column each, and the mean and the least of them. */
  readonly ksComplement: number;
  readonly ksComplementMin: number;
  readonly ksByColumn: readonly number[];
  /** Mean of 1 − |difference of correlations| / 2. */
  readonly correlationSimilarity: number | null;
  /** Area under the curve of boosted trees that tell the two apart, conditions in sight: 0.5 if they cannot. */
  readonly twoSampleAuc: number | null;
  /** Share of rows with a value outside of its bounds. */
  readonly outOfBounds: number;
  /** Median distance to the nearest training row over that of held-out rows; null for the training rows themselves. */
  readonly distanceRatio: number | null;
  /** Largest and mean difference of Spearman's correlation of a column with a numeric condition; null without one. */
  readonly spearmanDifferenceMax: number | null;
  readonly spearmanDifferenceMean: number | null;
}

/** Rows of a two-sample test, of both kinds together, and of a search for nearest neighbours. */
const MOST_TEST_ROWS = 20_000;
const MOST_NEIGHBOUR_ROWS = 2_000;
const MOST_TRAINING_ROWS = 10_000;

/**
 * Compares rows with held-out real ones.
 * @param training what the generator learnt from; null to leave the distances out
 * @param numeric numbers of the conditions that are numbers
 */
export function compareTables(
  space: TableSpace,
  held: JudgedRows,
  drawn: JudgedRows,
  training: Matrix | null,
  numeric: readonly number[],
  seed: string,
): Likeness {
  const columns = [...space.columns.keys()];
  const ksByColumn = columns.map((j) => complementOf(columnOf(held.table, j), columnOf(drawn.table, j)));
  const differences = numeric.flatMap((k) =>
    columns.map((j) => Math.abs(spearman(held, j, k) - spearman(drawn, j, k))),
  );
  return {
    ksComplement: mean(ksByColumn),
    ksComplementMin: Math.min(...ksByColumn),
    ksByColumn,
    correlationSimilarity: correlationSimilarity(held.table, drawn.table).similarity.value,
    twoSampleAuc: twoSamples(held, drawn, seed),
    outOfBounds: outOfBounds(space, drawn.table),
    distanceRatio: training === null ? null : distanceRatio(held.table, drawn.table, training),
    spearmanDifferenceMax: differences.length === 0 ? null : Math.max(...differences),
    spearmanDifferenceMean: differences.length === 0 ? null : mean(differences),
  };
}

/** A column without values on either side has none that differ. */
function complementOf(held: Float64Array, drawn: Float64Array): number {
  return kolmogorovSmirnovComplement(held, drawn).value ?? 1;
}

function present(matrix: Matrix, column: number): Float64Array {
  return columnOf(matrix, column).filter((value) => !Number.isNaN(value));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Spearman's rank correlation of a column and a condition, over the rows that have both; 0 where it has none. */
export function spearman({ table, conditions }: JudgedRows, column: number, condition: number): number {
  return spearmanCorrelation(columnOf(table, column), columnOf(conditions, condition)).value ?? 0;
}

function twoSamples(held: JudgedRows, drawn: JudgedRows, seed: string): number | null {
  const random = keyedRandom(`${seed} two samples`);
  const some = (rows: JudgedRows): Matrix =>
    takeRows(beside(rows), shuffledIndices(rows.table.rows, random).subarray(0, MOST_TEST_ROWS / 2));
  return twoSampleAuc(some(held), some(drawn), { seed }).value;
}

function beside({ table, conditions }: JudgedRows): Matrix {
  const joint = zeros(table.rows, table.columns + conditions.columns);
  for (let i = 0; i < table.rows; i++) {
    const row = rowOf(joint, i);
    row.set(rowOf(table, i));
    row.set(rowOf(conditions, i), table.columns);
  }
  return joint;
}

function outOfBounds({ columns }: TableSpace, table: Matrix): number {
  let outside = 0;
  for (let i = 0; i < table.rows; i++) {
    const row = rowOf(table, i);
    if (columns.some(({ lower, upper }, j) => row[j]! < lower || row[j]! > upper)) outside++;
  }
  return outside / table.rows;
}

function distanceRatio(held: Matrix, drawn: Matrix, training: Matrix): number {
  const spread = Float64Array.from({ length: training.columns }, (_, j) => {
    const values = present(training, j);
    const centre = mean([...values]);
    return Math.sqrt(mean([...values].map((value) => (value - centre) ** 2))) || 1;
  });
  return nearestDistance(drawn, training, spread) / nearestDistance(held, training, spread);
}

/** Median over rows of the distance to the nearest training row, in standard deviations, over what both have. */
function nearestDistance(rows: Matrix, training: Matrix, spread: Float64Array): number {
  const distances: number[] = [];
  const step = Math.max(1, Math.ceil(rows.rows / MOST_NEIGHBOUR_ROWS));
  const stride = Math.max(1, Math.ceil(training.rows / MOST_TRAINING_ROWS));
  for (let i = 0; i < rows.rows; i += step) {
    let least = Infinity;
    for (let t = 0; t < training.rows; t += stride) {
      let sum = 0;
      let count = 0;
      for (let j = 0; j < spread.length; j++) {
        const difference =
          (rows.values[i * rows.columns + j]! - training.values[t * rows.columns + j]!) / spread[j]!;
        if (Number.isNaN(difference)) continue;
        sum += difference * difference;
        count++;
      }
      if (count > 0) least = Math.min(least, sum / count);
    }
    distances.push(Math.sqrt(least));
  }
  return distances.sort((x, y) => x - y)[distances.length >> 1]!;
}
