import { sampleDecoder, type ConditionalDecoder } from "./conditional-decoder.js";
import { coordinatesToVector } from "./feature-space.js";
import type { TrackModel, TrackModelParts } from "./model.js";
import { keyedRandom, type Random } from "./random.js";
import { failedChecks } from "./sanity.js";
import { fromNormalScores, toNormalScores } from "./transforms.js";

interface TrackRequest {
  /** The pair's key, `a:b` with a < b. */
  readonly pairKey: string;
  /** Sample number, from 0. */
  readonly sample: number;
  /** The pair's condition by the model's `conditions`; see `conditionOf`. */
  readonly condition: ArrayLike<number>;
}

/** A synthetic track. */
interface GeneratedTrack {
  /** In the order of `model.space.features`. */
  readonly vector: Float64Array;
  /** Names of the sanity checks that it failed; empty is good. */
  readonly checks: readonly string[];
}

/** Samples one vector; the decoder's output is put on the catalogue's own scales. */
export function sampleVector(
  parts: TrackModelParts,
  condition: ArrayLike<number>,
  random: Random,
): Float64Array {
  const output = sampleDecoder(parts.decoder, condition, random);
  const scores = toNormalScores(parts.calibration, output);
  return coordinatesToVector(fromNormalScores(parts.quantiles, scores));
}

/**
 * One track that a pair might make. Depends on the model, the pair's key and condition and the sample
 * number alone: not on time, process or other requests.
 * @throws TracksError `SHAPE_MISMATCH` for a condition of another model
 */
export function generateTrack(model: TrackModel, request: TrackRequest): GeneratedTrack {
  const random = keyedRandom(`${model.id} ${request.pairKey} ${request.sample}`);
  const vector = sampleVector(model, request.condition, random);
  return { vector, checks: failedChecks(model.space, vector) };
}

/** Samples of the decoder alone for each condition, `rounds` times over, seeded by `key`. */
export function sampleRawScores(
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
