import type { NetworkTrainingData, TrainingOptions } from "@interlude/core-tracks";
import type { TensorFlow } from "../tensorflow.js";
import { TrainingError } from "./errors.js";
import { CHUNK_ROWS, WATCHED_ROWS } from "./evaluation.js";
import { NoisePool } from "./noise.js";
import { type NetworkShape, layersOf } from "./shape.js";

/** Vectors as long as all parameters that exist at once: state, best state, gradient and the step's intermediates. */
const VECTORS = 12;

/** Activations of a layer that a step keeps: its output, the sigmoid, gradients and their intermediates. */
const ACTIVATIONS = 8;

/** Bytes that a training takes on its backend at most: an estimate that errs upwards. */
export function trainingBytes(
  data: NetworkTrainingData,
  shape: NetworkShape,
  options: TrainingOptions,
): number {
  const { features, condition, masked } = shape;
  const { rows } = data.conditions;
  const masks = masked ? features : 0;
  const numbers =
    rows * (data.scores.length * features + masks + condition) +
    WATCHED_ROWS * (features + masks + condition);
  const layers = Object.values(layersOf(shape));
  const parameters = layers.reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
  const widths = layers.reduce((sum, { inputs, outputs }) => sum + inputs + outputs, 0);
  const stepRows = Math.max(Math.min(options.batch, rows), CHUNK_ROWS);
  return 4 * (numbers + VECTORS * parameters + ACTIVATIONS * stepRows * widths) + NoisePool.bytes(options);
}

/**
 * @throws TrainingError `TRAINING_MEMORY` if a training would take more than it may
 */
export function checkMemory(needed: number, options: TrainingOptions): void {
  if (needed <= options.memoryBytes) return;
  throw new TrainingError(
    "TRAINING_MEMORY",
    `training needs about ${megabytes(needed)} MB on its backend and may take ${megabytes(options.memoryBytes)}: ` +
      "allow more, or give it fewer rows, fewer copies of them or a smaller batch",
  );
}

/**
 * @param before bytes of tensors that were there before the training
 * @throws TrainingError `TRAINING_MEMORY` if the tensors of this training have outgrown what it may take
 */
export function watchMemory(tf: TensorFlow, before: number, options: TrainingOptions): void {
  checkMemory(tf.memory().numBytes - before, options);
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
