import { matrixOfRows } from "@interlude/core-numerics";
import type { ConditionalDecoder } from "./conditional-decoder.js";
import { sampleRawScores, sampleVector } from "./generate.js";
import { correlationSimilarity } from "./measures/correlation-similarity.js";
import { ksComplements } from "./measures/ks-complement.js";
import { buildTrackModel, type TrackModel, type TrackModelParts } from "./model.js";
import { keyedRandom } from "./random.js";
import { failedChecks } from "./sanity.js";
import type { TrackRows, TrainingSet } from "./training-set.js";
import { fitQuantileTransform } from "./transforms.js";

// Enough samples that the quantiles of the calibration are known to about half a percent.
const CALIBRATION_SAMPLES = 8000;
// A comparison of distributions on fewer rows says more about chance than about the model.
const FEWEST_EVALUATED = 200;

/**
 * Completes a trained decoder to a model: calibrates its marginals and evaluates it.
 *
 * Calibration: a VAE's samples have nearly, not exactly, the marginals of what it was trained on. Each feature's
 * samples over the training conditions are mapped monotonically to normal scores, so that over the catalogue the
 * generated marginals are the catalogue's, while the dependence on condition and other features stays.
 *
 * Among the metrics: `ksComplementCeiling`, the mean complement between the tracks learnt from and those that the
 * model is evaluated against, both real: no generator can be expected to exceed it.
 *
 * @param diagnostics what the trainer measured; kept among the model's metrics
 * @throws TracksError `VALUE_NOT_FINITE` if the decoder has a weight that is not finite
 */
export function assembleTrackModel(
  set: TrainingSet,
  decoder: ConditionalDecoder,
  diagnostics: Readonly<Record<string, number>>,
): TrackModel {
  // Every track's condition several times over, or of many tracks every second, third … one's.
  const stride = Math.ceil(set.train.conditions.length / CALIBRATION_SAMPLES);
  const conditions = set.train.conditions.filter((_, i) => i % stride === 0);
  const rounds = Math.ceil(CALIBRATION_SAMPLES / conditions.length);
  const calibration = fitQuantileTransform(sampleRawScores(decoder, conditions, rounds, "calibration"));
  const parts: TrackModelParts = {
    space: set.space,
    conditions: set.conditions,
    decoder,
    calibration,
    quantiles: set.quantiles,
  };
  const against = set.validation.vectors.length >= FEWEST_EVALUATED ? set.validation : set.train;
  return buildTrackModel(parts, {
    trainedTracks: set.train.vectors.length,
    metrics: {
      ...diagnostics,
      heldOutTracks: set.validation.vectors.length,
      evaluatedOnHeldOut: against === set.validation ? 1 : 0,
      ksComplementCeiling: mean(complementsOf(against.vectors, set.train.vectors)),
      ...evaluateTrackModel(parts, against),
    },
  });
}

/**
 * Compares generated with real tracks, one sampled for the condition of each real one.
 * @returns `ksComplementMean`, `ksComplementMin` and `ksComplement.<feature>` (1 = same marginal),
 * `correlationSimilarity` (1 = same correlations; left out where no two features vary), `failedChecksShare` (tracks failing a sanity check)
 */
export function evaluateTrackModel(parts: TrackModelParts, real: TrackRows): Record<string, number> {
  const synthetic = real.conditions.map((condition, i) =>
    sampleVector(parts, condition, keyedRandom(`evaluation ${i}`)),
  );
  const complements = complementsOf(real.vectors, synthetic);
  const { similarity } = correlationSimilarity(matrixOfRows(real.vectors), matrixOfRows(synthetic));
  const failed = synthetic.filter((vector) => failedChecks(parts.space, vector).length > 0).length;
  return {
    ksComplementMean: mean(complements),
    ksComplementMin: Math.min(...complements),
    ...(similarity.value === null ? {} : { correlationSimilarity: similarity.value }),
    failedChecksShare: failed / synthetic.length,
    ...Object.fromEntries(
      parts.space.features.map(({ name }, i) => [`ksComplement.${name}`, complements[i]!]),
    ),
  };
}

/** Of a complete vector a track, so that each feature has a figure. */
function complementsOf(real: readonly Float64Array[], synthetic: readonly Float64Array[]): number[] {
  return ksComplements(matrixOfRows(real), matrixOfRows(synthetic)).columns.map(
    ({ complement }) => complement.value!,
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
