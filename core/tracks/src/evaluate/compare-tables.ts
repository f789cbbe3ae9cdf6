import { type Matrix, columnOf, rowOf, takeRows, zeros } from "@interlude/core-numerics";
import { type CategoryRecogniser, coherenceOf } from "../measures/category-coherence.js";
import { conditionCorrelation } from "../measures/condition-correlation.js";
import { correlationSimilarity } from "../measures/correlation-similarity.js";
import { ksComplements } from "../measures/ks-complement.js";
import { type Measured, measured, notComputable } from "../measures/measured.js";
import { memorising } from "../measures/memorising.js";
import { rowsOutOfBounds } from "../measures/out-of-bounds.js";
import { twoSampleAuc } from "../measures/two-sample-test.js";
import { varianceRatios } from "../measures/variance-ratio.js";
import { keyedRandom, shuffledIndices } from "../random.js";
import type { TableSpace } from "../table/table-space.js";
import type { Figures } from "./figures.js";

/** A table of rows beside the conditions that they were drawn for, or came with. */
export interface JudgedRows {
  readonly table: Matrix;
  /** Conditions as numbers: a category by its number, NaN where unknown. */
  readonly conditions: Matrix;
}

/** What rows are held against. */
export interface RealRows {
  readonly space: TableSpace;
  readonly held: JudgedRows;
  /** What the generator learnt from. */
  readonly training: JudgedRows;
  /** Numbers of the conditions that are numbers, and of the first category; null without one. */
  readonly numeric: readonly number[];
  readonly category: number | null;
  /** What learnt to tell the category from training rows; null without one. */
  readonly recogniser: CategoryRecogniser<number> | null;
  readonly seed: string;
}

/** The figures that rows alone give. */
export type Likeness = Omit<
  Figures,
  "twoSampleLead" | "activeUnitShare" | "conditionResponse" | "latentShare" | "artistFidelity"
> & { readonly ksByColumn: readonly Measured[] };

/** Rows of a two-sample test, of both kinds together. */
const MOST_TEST_ROWS = 20_000;
const NO_CATEGORY = notComputable("no condition is a category");
const NO_NUMBER = notComputable("no condition is a number");
const LEARNT_FROM = notComputable("the rows are those that were learnt from");

/** Compares rows with held-out real ones. Rows that are the training rows have no distance to these, and no coherence. */
export function compareTables(real: RealRows, drawn: JudgedRows): Likeness {
  const { space, held, training, category, seed } = real;
  const isTraining = drawn.table === training.table;
  const marginals = ksComplements(held.table, drawn.table);
  const distances = isTraining
    ? { distanceRatio: LEARNT_FROM, nearerToTraining: LEARNT_FROM }
    : memorising(training.table, held.table, drawn.table, seed);
  const [categories, heldCategories] = [drawn, held].map((rows) =>
    category === null ? [] : [...columnOf(rows.conditions, category)],
  );
  return {
    ksComplementMean: marginals.mean,
    ksComplementLeast: marginals.least,
    ksByColumn: marginals.columns.map(({ complement }) => complement),
    correlationSimilarity: correlationSimilarity(held.table, drawn.table).similarity,
    twoSampleAuc: twoSamples(held, drawn, seed),
    rowsOutOfBounds: measured(rowsOutOfBounds(drawn.table, space.columns)),
    ...correlations(real, drawn),
    coherenceDifference:
      real.recogniser === null
        ? NO_CATEGORY
        : isTraining
          ? LEARNT_FROM
          : coherenceOf(
              real.recogniser,
              { rows: held.table, categories: heldCategories! },
              { rows: drawn.table, categories: categories! },
            ).difference,
    ...distances,
    varianceRatio:
      category === null
        ? NO_CATEGORY
        : varianceRatios(drawn.table, categories!, held.table, heldCategories!).mean,
  };
}

/** How far rank correlations with the numeric conditions are off: over all of these, worst and mean. */
function correlations(
  { held, numeric }: RealRows,
  drawn: JudgedRows,
): Pick<Figures, "popularityDifference" | "popularityDifferenceMean"> {
  const differences = numeric.flatMap(
    (at) =>
      conditionCorrelation(
        held.table,
        columnOf(held.conditions, at),
        drawn.table,
        columnOf(drawn.conditions, at),
      ).differences,
  );
  const known = differences.flatMap(({ value }) => (value === null ? [] : [value]));
  if (known.length === 0) {
    const none = differences[0] === undefined ? NO_NUMBER : notComputable(differences[0].reason!);
    return { popularityDifference: none, popularityDifferenceMean: none };
  }
  return {
    popularityDifference: measured(Math.max(...known)),
    popularityDifferenceMean: measured(known.reduce((sum, value) => sum + value, 0) / known.length),
  };
}

/** The test sees what rows were drawn for. */
function twoSamples(held: JudgedRows, drawn: JudgedRows, seed: string): Measured {
  const random = keyedRandom(`${seed} two samples`);
  const some = (rows: JudgedRows): Matrix =>
    takeRows(beside(rows), shuffledIndices(rows.table.rows, random).subarray(0, MOST_TEST_ROWS / 2));
  return twoSampleAuc(some(held), some(drawn), { seed });
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
