import { conditionOf, type ConditioningFeatures } from "./condition.js";
import { generateTrack } from "./generate.js";
import type { TrackModel } from "./model.js";

/** Tracks sampled for each candidate pair. */
const SAMPLES_A_PAIR = 2;

const SIX_DECIMALS = 1e6;

/** A synthetic track as it is published. */
export interface SampledTrack {
  /** From 0. */
  readonly sample: number;
  /** In the order of `model.space.features`, rounded to six decimals. */
  readonly vector: readonly number[];
  /** Sanity checks that it failed, before rounding. */
  readonly checks: readonly string[];
}

/**
 * The tracks of a pair by a model: the same in every process, at any time.
 * @param pairKey the two MBIDs in order, `a:b`
 * @param a the conditioning features of the first artist, by the model's clusters
 */
export function sampleTracks(
  model: TrackModel,
  pairKey: string,
  a: ConditioningFeatures,
  b: ConditioningFeatures,
): SampledTrack[] {
  const condition = conditionOf(model.conditions, a, b);
  return Array.from({ length: SAMPLES_A_PAIR }, (_, sample) => {
    const { vector, checks } = generateTrack(model, { pairKey, sample, condition });
    const rounded = Array.from(vector, (value) => Math.round(value * SIX_DECIMALS) / SIX_DECIMALS);
    return { sample, vector: rounded, checks };
  });
}

/** Whether two tracks of a model and a pair are equal. */
export function sameTrack(one: SampledTrack, other: SampledTrack): boolean {
  return (
    one.sample === other.sample &&
    one.vector.length === other.vector.length &&
    one.vector.every((value, i) => value === other.vector[i]) &&
    one.checks.join() === other.checks.join()
  );
}
