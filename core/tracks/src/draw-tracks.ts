import { conditionOf, type ArtistDigest } from "./condition.js";
import { generateTrack } from "./generate.js";
import type { TrackModel } from "./model.js";

/** Tracks drawn for each candidate pair. */
export const SAMPLES_A_PAIR = 2;

const SIX_DECIMALS = 1e6;

/** A synthetic track as it is published. */
export interface DrawnTrack {
  /** From 0. */
  readonly sample: number;
  /** In the order of `model.space.features`, rounded to six decimals. */
  readonly vector: readonly number[];
  /** Sanity checks that it failed, before rounding. */
  readonly checks: readonly string[];
}

/**
 * The tracks of a pair by a model: the same whoever draws them, and whenever.
 * @param pairKey the two MBIDs in order, `a:b`
 * @param a what of the first artist tracks depend on, by the model's scenes
 */
export function drawTracks(
  model: TrackModel,
  pairKey: string,
  a: ArtistDigest,
  b: ArtistDigest,
): DrawnTrack[] {
  const condition = conditionOf(model.conditions, a, b);
  return Array.from({ length: SAMPLES_A_PAIR }, (_, sample) => {
    const { vector, checks } = generateTrack(model, { pairKey, sample, condition });
    const rounded = Array.from(vector, (value) => Math.round(value * SIX_DECIMALS) / SIX_DECIMALS);
    return { sample, vector: rounded, checks };
  });
}

/** Whether two tracks of a model and a pair say the same. */
export function sameTrack(one: DrawnTrack, other: DrawnTrack): boolean {
  return (
    one.sample === other.sample &&
    one.vector.length === other.vector.length &&
    one.vector.every((value, i) => value === other.vector[i]) &&
    one.checks.join() === other.checks.join()
  );
}
