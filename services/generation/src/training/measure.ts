import { type Matrix, matrixOfRows, rowOf } from "@interlude/core-numerics";
import {
  type ConditionRow,
  type ConditionedTable,
  type GateMeasure,
  type Measured,
  type TrackGenerator,
  conditionCorrelation,
  correlationSimilarity,
  generateRows,
  ksComplements,
  measured,
  memorising,
  rowsOutOfBounds,
  twoSampleAuc,
  varianceRatios,
} from "@interlude/core-tracks";

/** Held-out real rows, and what names each. */
export interface HeldRows {
  readonly table: Matrix;
  readonly conditions: readonly ConditionRow[];
  readonly keys: readonly string[];
}

/** Figures that gates are held against; one that is missing is not measured. */
export type Figures = Readonly<Partial<Record<GateMeasure, Measured>>>;

/**
 * Measures a generator on real rows that it has not seen, by rows that it draws for their conditions.
 * @param learnt what it learnt from; its first conditions are the genre and the popularity
 */
export function measure(
  generator: TrackGenerator,
  learnt: ConditionedTable,
  held: HeldRows,
  seed: string,
): Figures {
  const drawn = generateRows(generator, held.conditions, held.keys);
  const genres = held.conditions.map(([genre]) => genre ?? null);
  const popularities = held.conditions.map((row) => (row[1] as number | null) ?? Number.NaN);
  const marginals = ksComplements(held.table, drawn);
  const places = [...new Set(genres.map(String))].sort();
  // The test sees what rows were drawn for.
  const seen = (table: Matrix): Matrix =>
    matrixOfRows(
      genres.map((genre, row) => [...rowOf(table, row), places.indexOf(String(genre)), popularities[row]!]),
      table.columns + 2,
    );
  return {
    ksComplementMean: marginals.mean,
    ksComplementLeast: marginals.least,
    correlationSimilarity: correlationSimilarity(held.table, drawn).similarity,
    twoSampleAuc: twoSampleAuc(seen(held.table), seen(drawn), { seed }),
    rowsOutOfBounds: measured(rowsOutOfBounds(drawn, learnt.space.columns)),
    popularityDifference: conditionCorrelation(held.table, popularities, drawn, popularities).worst,
    distanceRatio: memorising(learnt.table, held.table, drawn, seed).distanceRatio,
    varianceRatio: varianceRatios(drawn, genres, held.table, genres).mean,
  };
}
