import type { PairConditions } from "../tracks/pair-conditions.js";
import type { TrackSpace } from "../tracks/track-space.js";
import type { TrackGenerator } from "./generator.js";

/** All that decides the tracks of a pair of artists; plain data, stored as one artifact. */
export interface GenerationModel {
  readonly generator: TrackGenerator;
  /** How a row of the generator's table is a track. Its `space` is that of the generator. */
  readonly tracks: TrackSpace;
  /** How a pair of artists becomes a row of the generator's conditions. */
  readonly pairs: PairConditions;
}
