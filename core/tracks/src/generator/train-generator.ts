import { type Matrix, takeRows } from "@interlude/core-numerics";
import type { ConditionDeclaration, ConditionRow } from "../conditions/conditions.js";
import { encodeTrainingConditions } from "../conditions/encode-conditions.js";
import { fitConditions } from "../conditions/fit-conditions.js";
import { TracksError, requireLength } from "../errors.js";
import type { NetworkTrainingData } from "../network/index.js";
import { keyedRandom } from "../random.js";
import { fitSpace, scoresOf } from "../table/fitted-space.js";
import type { TableSpace } from "../table/table-space.js";
import { type NetworkWithPosterior, assembleVaeGenerator } from "./assemble-vae-generator.js";
import { fitCopulaGenerator } from "./fit-copula-generator.js";
import type { TrackGenerator } from "./generator.js";

/** A table to learn, with the conditions of its rows. */
export interface ConditionedTable {
  readonly space: TableSpace;
  /** A column a declaration of the space; NaN where a value is missing. */
  readonly table: Matrix;
  readonly declarations: readonly ConditionDeclaration[];
  readonly conditions: readonly ConditionRow[];
}

/** Rows of a table by what they are for: to learn from, and to stop the training by. */
export interface TrainingSplit {
  readonly training: readonly number[];
  readonly held: readonly number[];
}

/** Copies of the scores that differ in how ties are broken; a step takes each row from any of them. */
const TIE_BREAKS = 12;
/** Fewer rows than this train nothing that could be told from chance. */
export const FEWEST_TRAINING_ROWS = 50;

/** What a table became for its training. */
export interface PreparedTable {
  readonly data: NetworkTrainingData;
  readonly copula: TrackGenerator;
  /** Makes the generator of a network trained on the data. */
  readonly assemble: (trained: NetworkWithPosterior) => TrackGenerator;
}

/**
 * Prepares a table: ranks and conditions are fitted to all its rows, profiles of categories leave a row's own scores
 * out. The copula is fitted beside it, to the same rows.
 * @param seed decides tie-breaks and draws
 * @throws TracksError `TRACKS_TOO_FEW` and what `fitSpace` and `fitConditions` throw
 */
export function prepareTable(
  { space, table, declarations, conditions }: ConditionedTable,
  { training, held }: TrainingSplit,
  seed: string,
): PreparedTable {
  requireLength("the conditions of the table", conditions.length, table.rows);
  if (training.length < FEWEST_TRAINING_ROWS) {
    throw new TracksError(
      "TRACKS_TOO_FEW",
      `${training.length} rows to train on; at least ${FEWEST_TRAINING_ROWS} are needed`,
    );
  }
  const fitted = fitSpace(space, table);
  const scores = Array.from({ length: TIE_BREAKS }, (_, copy) =>
    scoresOf(fitted, table, keyedRandom(`${seed} ties ${copy}`)),
  );
  const first = scores[0]!;
  const fittedConditions = fitConditions(declarations, conditions, first);
  const codes = encodeTrainingConditions(fittedConditions, conditions, first);
  const trainingCodes = takeRows(codes, training);
  const rows = training.map((row) => conditions[row]!);
  return {
    data: {
      scores: scores.map((copy) => takeRows(copy, training)),
      conditions: trainingCodes,
      heldScores: takeRows(first, held),
      heldConditions: takeRows(codes, held),
    },
    copula: fitCopulaGenerator(fitted, fittedConditions, first, conditions),
    assemble: (trained) =>
      assembleVaeGenerator(
        { space: fitted, conditions: fittedConditions, rows, codes: trainingCodes },
        trained,
        seed,
      ),
  };
}

/**
 * The whole recipe: prepares a table, trains a network on it and makes a generator of that.
 * @param train trains a network, on whichever library; it is given so that this package needs none
 * @returns with the copula of the same rows and all that the training told
 * @throws TracksError as `prepareTable`, and what `train` throws
 */
export async function trainGenerator<Trained extends NetworkWithPosterior>(
  train: (data: NetworkTrainingData) => Promise<Trained>,
  table: ConditionedTable,
  split: TrainingSplit,
  seed: string,
): Promise<{ generator: TrackGenerator; copula: TrackGenerator; trained: Trained }> {
  const { data, copula, assemble } = prepareTable(table, split, seed);
  const trained = await train(data);
  return { generator: assemble(trained), copula, trained };
}

/**
 * Divides rows by their keys: those with equal keys (an artist pair's tracks) are on one side.
 * @param share of the keys that are held out
 */
export function splitByKey(keys: readonly string[], share: number, seed: string): TrainingSplit {
  const training: number[] = [];
  const held: number[] = [];
  for (const [row, key] of keys.entries()) {
    (keyedRandom(`${seed} held ${key}`).uniform() < share ? held : training).push(row);
  }
  return { training, held };
}
