import {
  assembleTrackModel,
  prepareTrainingSet,
  type TrackModel,
  type TrainingTrack,
} from "@interlude/core-tracks";
import type { TensorFlow } from "@interlude/infra-tensorflow";
import {
  TRAIN_DECODER_DEFAULTS,
  trainDecoder,
  type TrainDecoderOptions,
  type TrainingHooks,
} from "./train-decoder.js";

/**
 * Trains a generator of track vectors on a catalogue. Depends on the set of tracks, the options and the
 * backend, not on the order of the tracks.
 *
 * Metrics of the model, beside those of `evaluateTrackModel`: `loss` (negative evidence lower bound, nats a
 * track) = `reconstruction` + `kl`, all on held-out tracks if there are any; `activeUnits` (0 means that the
 * posterior collapsed); `conditionGain` (how much the loss rises when tracks are given the condition of another:
 * 0 means that the condition is ignored); `trainLoss` of the last pass; `passes`, `bestPass`.
 *
 * @throws TracksError `TRACKS_TOO_FEW`; `VALUE_NOT_FINITE` if training diverged; the signal's reason when aborted
 */
export async function trainTrackModel(
  tf: TensorFlow,
  tracks: readonly TrainingTrack[],
  options: Partial<TrainDecoderOptions> = {},
  hooks: TrainingHooks = {},
): Promise<TrackModel> {
  const set = prepareTrainingSet(tracks);
  const { decoder, diagnostics } = await trainDecoder(
    tf,
    set.train,
    set.validation,
    { ...TRAIN_DECODER_DEFAULTS, ...options },
    hooks,
  );
  return assembleTrackModel(set, decoder, { ...diagnostics, incompleteTracks: set.incomplete });
}
