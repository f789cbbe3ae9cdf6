import { sampleDecoder, type ConditionalDecoder } from "./conditional-decoder.js";
import { coordinatesToVector } from "./feature-space.js";
import type { TrackModel, TrackModelParts } from "./model.js";
import { keyedRandom, type Random } from "./random.js";
import { failedChecks } from "./sanity.js";
import { fromNormalScores, toNormalScores } from "./transforms.js";

export interface TrackRequest {
  /** The pair's key, `a:b` with a < b. */
  readonly pairKey: string;
  /** Sample number, from 0. */
  readonly sample: number;
  /** The pair's condition by the model's `conditions`; see `conditionOf`. */
  readonly condition: ArrayLike<number>;
}

/** A synthetic track. */
export interface GeneratedTrack {
  /** In the order of `model.space.features`. */
  readonly vector: Float64Array;
  /** Names of the sanity checks that it failed; empty is good. */
  readonly checks: readonly string[];
}

/** Draws one vector; what the decoder says is put on the catalogue's own scales. */
export function drawVector(
  parts: TrackModelParts,
  condition: ArrayLike<number>,
  random: Random,
): Float64Array {
  const drawn = sampleDecoder(parts.decoder, condition, random);
  const scores = toNormalScores(parts.calibration, drawn);
  return coordinatesToVector(fromNormalScores(parts.quantiles, scores));
}

/**
 * One track that a pair might make. Depends on the model, the pair's key and condition and the sample
 * number alone: not on when, where, or beside which other requests it is asked.
 * @throws TracksError `SHAPE_MISMATCH` for a condition of another model
 */
export function generateTrack(model: TrackModel, request: TrackRequest): GeneratedTrack {
  const random = keyedRandom(`${model.id} ${request.pairKey} ${request.sample}`);
  const vector = drawVector(model, request.condition, random);
  return { vector, checks: failedChecks(model.space, vector) };
}

/** What the decoder alone draws for each condition, `rounds` times over, seeded by `key`. */
export function drawRawScores(
  decoder: ConditionalDecoder,
  conditions: readonly ArrayLike<number>[],
  rounds: number,
  key: string,
): Float64Array[] {
  const rows: Float64Array[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [i, condition] of conditions.entries()) {
      rows.push(sampleDecoder(decoder, condition, keyedRandom(`${key} ${round} ${i}`)));
    }
  }
  return rows;
}
