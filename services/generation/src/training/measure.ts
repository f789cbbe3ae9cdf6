import { type Matrix, matrixOfRows, rowOf } from "@interlude/core-numerics";
import {
  type ColumnDeclaration,
  type ConditionRow,
  type GateMeasure,
  type Measured,
  type TrackGenerator,
  categoryCoherence,
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
import { fidelityOf } from "./measure-fidelity.js";
import { responseOf } from "./measure-response.js";

/** Real rows, what names each, and whose they are. */
export interface RealRows {
  readonly table: Matrix;
  readonly conditions: readonly ConditionRow[];
  readonly keys: readonly string[];
  /** MBIDs of the one or two artists that a row's conditions are of. */
  readonly artists: readonly (readonly string[])[];
}

/** Figures that gates are held against; one that is missing is not measured. */
export type Figures = Readonly<Partial<Record<GateMeasure, Measured>>>;

/** Conditions of a pair's track: see `pairConditionDeclarations`. */
const GENRE = 0;
const POPULARITY = 1;

/** Draws for each held-out row that correlations with popularity are taken of. */
const DRAWS = 5;

/**
 * Measures a generator on real rows that it has not seen, by rows that it draws for their conditions. What a held-out row
 * lacks is taken from the row drawn for it, too: which features are missing is not generated, and tells nothing.
 * @param learnt what it learnt from
 * @throws TracksError `CONDITIONS_INVALID`, `SHAPE_MISMATCH`
 */
export function measure(
  generator: TrackGenerator,
  columns: readonly ColumnDeclaration[],
  learnt: RealRows,
  held: RealRows,
  seed: string,
): Figures {
  const whole = generateRows(generator, held.conditions, held.keys);
  const masked = (rows: Matrix): Matrix => ({
    ...rows,
    values: rows.values.map((value, at) => (Number.isNaN(held.table.values[at]!) ? Number.NaN : value)),
  });
  const drawn = masked(whole);
  // The noise of one draw alone, in the worst of thirty features, would be as large as what is allowed.
  const draws = Array.from({ length: DRAWS }, (_, draw) =>
    masked(
      generateRows(
        generator,
        held.conditions,
        held.keys.map((key) => `${key} draw ${draw}`),
      ),
    ),
  );
  const genresOf = ({ conditions }: RealRows) => conditions.map((row) => row[GENRE] as string | null);
  const genres = genresOf(held);
  const popularities = held.conditions.map((row) => (row[POPULARITY] as number | null) ?? Number.NaN);
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
    rowsOutOfBounds: measured(rowsOutOfBounds(whole, columns)),
    conditionResponse: responseOf(generator, learnt, held, { genre: GENRE, popularity: POPULARITY }),
    popularityDifference: conditionCorrelation(
      held.table,
      popularities,
      stacked(draws),
      draws.flatMap(() => popularities),
    ).worst,
    coherenceDifference: categoryCoherence(
      { rows: learnt.table, categories: genresOf(learnt) },
      { rows: held.table, categories: genres },
      { rows: drawn, categories: genres },
      seed,
    ).difference,
    distanceRatio: memorising(learnt.table, held.table, drawn, seed).distanceRatio,
    varianceRatio: varianceRatios(drawn, genres, held.table, genres).mean,
    artistFidelity: fidelityOf(learnt, held, drawn, GENRE, seed).share,
  };
}

function stacked(tables: readonly Matrix[]): Matrix {
  const { columns, rows } = tables[0]!;
  const values = new Float64Array(tables.length * rows * columns);
  for (const [at, table] of tables.entries()) values.set(table.values, at * rows * columns);
  return { rows: tables.length * rows, columns, values };
}
