import { type Pair, pairKey } from "@interlude/contracts";
import { rowOf } from "@interlude/core-numerics";
import {
  type ArtistStanding,
  type ConditionRow,
  type GenerationModel,
  coarseProximity,
  failedRowChecks,
  generateRows,
  pairConditionRow,
  yearOfPair,
} from "@interlude/core-tracks";

const SIX_DECIMALS = 1e6;

/** What is known of a pair. */
export interface PairStanding {
  readonly a: ArtistStanding;
  readonly b: ArtistStanding;
  readonly commonNeighbours: number;
  readonly adamicAdar: number;
}

/** A pair with what its tracks are drawn for. */
export interface PairToDraw extends Pair {
  readonly conditions: ConditionRow;
}

/** A track of a pair, as it is drawn. */
export interface DrawnTrack {
  /** From 0. */
  readonly sample: number;
  /** In the order of the model's columns, rounded to six decimals. */
  readonly vector: readonly number[];
  /** Sanity checks that it fails, before rounding. */
  readonly checks: readonly string[];
}

/** What the tracks of a pair are drawn for. */
export function conditionsOf({ pairs }: GenerationModel, pair: PairStanding): ConditionRow {
  const { a, b, commonNeighbours, adamicAdar } = pair;
  const proximity = { commonNeighbours, adamicAdar, degreeA: a.degree, degreeB: b.degree };
  return pairConditionRow(pairs, a, b, coarseProximity(proximity), yearOfPair(a, b));
}

/**
 * The tracks of pairs, in their order: the same in every process, at any time, whichever others are drawn with them.
 * @param samples tracks a pair
 * @throws TracksError `CONDITIONS_INVALID` for conditions of another model
 */
export function drawPairs(
  { generator }: GenerationModel,
  pairs: readonly PairToDraw[],
  samples: number,
): DrawnTrack[][] {
  const numbers = Array.from({ length: samples }, (_, sample) => sample);
  const rows = generateRows(
    generator,
    pairs.flatMap(({ conditions }) => numbers.map(() => conditions)),
    pairs.flatMap(({ artistA, artistB }) =>
      numbers.map((sample) => `${pairKey(artistA, artistB)}#${sample}`),
    ),
  );
  return pairs.map((_, pair) =>
    numbers.map((sample) => {
      const row = rowOf(rows, pair * samples + sample);
      const vector = Array.from(row, (value) => Math.round(value * SIX_DECIMALS) / SIX_DECIMALS);
      return { sample, vector, checks: failedRowChecks(generator.space.space, row) };
    }),
  );
}
